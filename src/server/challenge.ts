import type { Caller } from './access.js';
import { PROOF_ALGORITHMS, RESOURCE_METADATA } from './oauth/metadata.js';

/** What a 401 asks for: a token, and where to learn who issues one (RFC 6750 section 3, RFC 9728 section 5.1). */
export const bearerChallenge = (issuer: string): string =>
  `Bearer realm="authctl", resource_metadata="${issuer}${RESOURCE_METADATA}"`;

/** The same for a caller who came with a DPoP proof (RFC 9449 section 7.1). */
const dpopChallenge = (issuer: string): string =>
  `DPoP realm="authctl", resource_metadata="${issuer}${RESOURCE_METADATA}", algs="${PROOF_ALGORITHMS.join(' ')}"`;

/**
 * RFC 6750 section 3: an error code only where a token was presented, and `insufficient_scope` where it is valid but
 * does not grant what the request needs. The field says nothing of cookies, but a 401 must carry it (RFC 9110 section
 * 15.5.2).
 */
export function challengeTo(caller: Caller, issuer: string): Readonly<Record<string, string>> {
  if (caller.kind === 'user' && caller.scheme === 'cookie') return {};
  const bare =
    caller.kind !== 'anonymous' && caller.withProof ? dpopChallenge(issuer) : bearerChallenge(issuer);
  if (caller.kind === 'anonymous' || caller.scheme === 'cookie') return { 'WWW-Authenticate': bare };
  const error =
    caller.kind === 'user'
      ? 'error="insufficient_scope"'
      : `error="${caller.error ?? 'invalid_token'}", error_description="${caller.why}"`;
  return { 'WWW-Authenticate': `${bare}, ${error}` };
}
