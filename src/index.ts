export { AuthctlError, type ErrorCode, type ErrorDetails, type SourcePosition } from './errors.js';
export { type LoadedServerConfig, loadServerConfig, type ServerConfigPlace } from './server/config/load.js';
export type { ServerControls, ServerSnapshot } from './server/control/server-controls.js';
export { demoSettings } from './server/demo-settings.js';
export type { RequestEvent } from './server/event.js';
export type { IssuedToken, TokenWishes } from './server/issued-token.js';
export type { ServerSettings } from './server/settings.js';
export { type RunningServer, type ServerOptions, startServer } from './server/start.js';
export type { UsedKey } from './token/check-signatures.js';
export type { Expectations, ExpectedClaim } from './token/claim-checks.js';
export type { Criteria } from './token/criteria.js';
export { type DecodeOptions, decode } from './token/decode.js';
export type { DecodedToken, Layer } from './token/decoded-token.js';
export { decrypt } from './token/decrypt.js';
export type { Failure, FailureCode } from './token/failure.js';
export type { Finding, Severity } from './token/finding.js';
export { type IssueOptions, issue } from './token/issue.js';
export type { JsonObject, JsonValue } from './token/json.js';
export type { Verification } from './token/judge.js';
export {
  type DecryptionKey,
  type DecryptionKeys,
  readDecryptionKeys,
  secretAsKeys,
} from './token/keys/decryption-keys.js';
export type { FoundKeys } from './token/keys/discover.js';
export { type EncryptionKey, readEncryptionKey } from './token/keys/encryption-key.js';
export {
  type GeneratedKey,
  type GenerateOptions,
  generateKey,
  KEY_ALGORITHMS,
  type KeyAlgorithm,
} from './token/keys/generate.js';
export { readKeys } from './token/keys/read-keys.js';
export { readSigningKeys } from './token/keys/read-signing-keys.js';
export { readSecret } from './token/keys/secret.js';
export { SIGNING_ALGORITHMS, type SigningKey } from './token/keys/signing-key.js';
export type { VerificationKey } from './token/keys/verification-key.js';
export type { Lifetime, LifetimeState } from './token/lifetime.js';
export {
  type LintedToken,
  type LintInput,
  type LintOptions,
  type LintResult,
  lintTokens,
} from './token/lint/lint-tokens.js';
export { PROFILES, type Profile } from './token/lint/profile.js';
export { rules } from './token/lint/registry.js';
export type { BatchRule, Match, Rule, ServerRule, TokenRule } from './token/lint/rule.js';
export type { Source } from './token/lint/source.js';
export type { ProfileExpectations } from './token/profiles/profile.js';
export type { RoleFound } from './token/role.js';
export { type KeySupplier, type VerifyOptions, verify } from './token/verify.js';
