import { AuthctlError } from '../errors.js';
import { checkClaims } from './claim-checks.js';
import type { Failure } from './failure.js';
import type { Introspection } from './introspect.js';
import { memberOf } from './json.js';
import type { Verification } from './judge.js';
import { parseToken } from './parse.js';
import { peel } from './peel.js';
import { type VerifyOptions, verify } from './verify.js';

/** Asks the issuer of a token about it. */
export type Ask = (token: string) => Promise<Introspection>;

const revoked = ({ endpoint }: Introspection): Failure => ({
  code: 'revoked',
  message: `${endpoint} says that it is not active: expired, revoked, or never issued there`,
});

/** A verification for which the issuer was asked. */
export interface IssuerVerification extends Verification {
  /** Null where there was no need to ask: what is malformed or not signed by the issuer is not sent to it. */
  readonly introspection: { readonly endpoint: string; readonly active: boolean } | null;
}

/**
 * Judges a token as `verify` does, and asks its issuer whether it is still active. Of a token that only its issuer can
 * read (opaque or encrypted) everything is judged by the issuer's answer.
 *
 * @throws {AuthctlError} as `verify`, and what `ask` throws.
 * @see RFC 7662 section 2.2
 */
export async function verifyAtIssuer(
  text: string,
  now: number,
  options: VerifyOptions,
  ask: Ask,
): Promise<IssuerVerification> {
  const unreadable = unreadableToken(text, options);
  if (unreadable !== undefined) return byAnswer(await ask(unreadable), now, options);
  const verification = await verify(text, now, options);
  if (verification.key === null) return { ...verification, introspection: null };
  const answer = await ask(peel(text, options.which));
  const failures = answer.active ? verification.failures : [...verification.failures, revoked(answer)];
  const { endpoint, active } = answer;
  return {
    ...verification,
    valid: verification.valid && active,
    failures,
    introspection: { endpoint, active },
  };
}

/** A token whose claims nobody but its issuer can read. */
function unreadableToken(text: string, { which }: VerifyOptions): string | undefined {
  try {
    const token = peel(text, which);
    return ['opaque', 'jwe'].includes(parseToken(token).format) ? token : undefined;
  } catch (error) {
    if (error instanceof AuthctlError && error.code === 'NOT_A_TOKEN') return undefined;
    throw error;
  }
}

const unjudged: Failure = {
  code: 'profile',
  message: 'only its issuer can read it, so the rules of the profile cannot be judged',
};

function byAnswer(answer: Introspection, at: number, options: VerifyOptions): IssuerVerification {
  const { endpoint, active, claims } = answer;
  // Who was asked is the issuer: the answer need not say so again (`iss` is optional).
  const expected = memberOf(claims, 'iss') === undefined ? { ...options, issuer: undefined } : options;
  const said = active ? checkClaims({}, claims, expected, at) : [revoked(answer)];
  const failures = options.profile === undefined ? said : [...said, unjudged];
  return {
    valid: failures.length === 0,
    failures,
    key: null,
    header: null,
    payload: claims,
    unchecked: null,
    at,
    introspection: { endpoint, active },
  };
}
