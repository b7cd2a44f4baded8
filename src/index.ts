export { AuthctlError, type ErrorCode, type ErrorDetails, type SourcePosition } from './errors.js';
export type { RequestEvent } from './server/event.js';
export { type RunningServer, type ServerOptions, startServer } from './server/start.js';
export type { Expectations, ExpectedClaim } from './token/claim-checks.js';
export { type DecodedToken, type DecodeOptions, decode } from './token/decode.js';
export type { Failure, FailureCode } from './token/failure.js';
export type { Finding, Severity } from './token/finding.js';
export type { JsonObject, JsonValue } from './token/json.js';
export type { FoundKeys } from './token/keys/discover.js';
export { readKeys } from './token/keys/read-keys.js';
export { readSecret } from './token/keys/secret.js';
export type { VerificationKey } from './token/keys/verification-key.js';
export type { Lifetime, LifetimeState } from './token/lifetime.js';
export type { RoleFound } from './token/role.js';
export {
  type KeySupplier,
  type UsedKey,
  type Verification,
  type VerifyOptions,
  verify,
} from './token/verify.js';
