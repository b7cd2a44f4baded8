import { AuthctlError } from '../errors.js';
import type { JsonValue } from './json.js';

/** `unbounded`: there is no `exp`, so it never expires. */
export type LifetimeState = 'active' | 'expired' | 'not-yet-valid' | 'unbounded';

export interface Lifetime {
  readonly state: LifetimeState;
  /** Seconds from `now` to `exp`, below zero once expired; null where there is no `exp`. */
  readonly secondsLeft: number | null;
  /** `exp`, in seconds since the epoch. */
  readonly expiresAt: number | null;
}

export interface LifetimeClaims {
  readonly nbf?: JsonValue | undefined;
  readonly exp?: JsonValue | undefined;
}

/**
 * Places a token in its lifetime at one instant.
 *
 * `now === exp` already counts as expired, `now === nbf` as valid. Leeway widens both ends.
 *
 * @param claims - `nbf` and `exp` as they stand in the payload, in seconds; either may be absent.
 * @param now - the instant to judge at, whole seconds since the epoch.
 * @param leeway - tolerated clock skew in seconds, 0 or more.
 * @throws {AuthctlError} `TOKEN_CLAIM_INVALID` when a claim is not a finite number.
 * @see RFC 7519 section 4.1.4 ("exp"), 4.1.5 ("nbf")
 */
export function lifetimeAt(claims: LifetimeClaims, now: number, leeway: number): Lifetime {
  const nbf = numericDate('nbf', claims.nbf);
  const exp = numericDate('exp', claims.exp);
  const left = exp === undefined ? null : exp - now;
  return { state: stateAt(nbf, exp, now, leeway), secondsLeft: left, expiresAt: exp ?? null };
}

function stateAt(
  nbf: number | undefined,
  exp: number | undefined,
  now: number,
  leeway: number,
): LifetimeState {
  if (exp !== undefined && now >= exp + leeway) return 'expired';
  if (nbf !== undefined && now < nbf - leeway) return 'not-yet-valid';
  return exp === undefined ? 'unbounded' : 'active';
}

/**
 * A NumericDate claim, in seconds; undefined where it is absent.
 *
 * @throws {AuthctlError} `TOKEN_CLAIM_INVALID` when it is not a finite number.
 * @see RFC 7519 section 2 ("NumericDate")
 */
export function numericDate(name: string, value: JsonValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new AuthctlError('TOKEN_CLAIM_INVALID', `\`${name}\` is not a number of seconds`);
}
