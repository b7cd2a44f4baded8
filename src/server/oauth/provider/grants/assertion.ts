import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { User } from '../../../users.js';
import { endpoints } from '../../endpoints.js';
import type { IssuerHost } from '../../host.js';

/** Somebody whose signature is believed, and whom what he signs may be about. */
export interface Asserter {
  readonly issuer: string;
  readonly jwks: { readonly keys: readonly object[] };
  readonly user?: string;
}

export interface Assertion {
  readonly user: User;
  readonly claims: JWTPayload;
}

/** How long an assertion may be good for, in seconds: it is kept until then, so that it is used once. */
const LONGEST = 3600;

/**
 * Checks a JWT of somebody else's that says for whom a token is wanted (RFC 7523 section 3).
 *
 * @param asserters - whose are believed; the `iss` claim picks one.
 * @returns the reason, for the client, where it is not to be believed.
 */
export async function readAssertion(
  assertion: string,
  asserters: readonly Asserter[],
  host: IssuerHost,
): Promise<Assertion | string> {
  const asserter = asserters.find(({ issuer }) => issuer === issuerOf(assertion));
  if (!asserter) return 'its issuer is not known here';
  try {
    const keys = createLocalJWKSet(asserter.jwks as JSONWebKeySet);
    const { payload } = await jwtVerify(assertion, keys, {
      issuer: asserter.issuer,
      audience: [host.issuer, `${host.issuer}${endpoints.token}`],
      requiredClaims: ['iss', 'sub', 'aud', 'exp'],
      clockTolerance: 5,
      currentDate: new Date(host.clock.now() * 1000),
    });
    if (Number(payload.exp) - host.clock.now() > LONGEST) return 'it is good for more than an hour';
    const user = userOf(payload.sub ?? '', asserter.user, host);
    return user ? { user, claims: payload } : 'it is about nobody known here';
  } catch (error) {
    return reasonOf(error);
  }
}

function issuerOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss;
  } catch {
    return undefined;
  }
}

/** By name, or by the id that this server's own tokens have for `sub`. */
function userOf(sub: string, always: string | undefined, { users }: IssuerHost): User | undefined {
  const named = users.named(always ?? sub);
  return named ?? (always === undefined ? users.get(Number(sub)) : undefined);
}

/** The library's messages name claims and never hold a value. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'it is malformed');
