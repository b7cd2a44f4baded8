import { type JsonObject, type JsonValue, memberOf, pointerTo } from '../json.js';
import type { Match } from './rule.js';
import type { TokenSubject } from './subject.js';

/**
 * Clocks of two machines that are said to agree may be this far apart, in seconds. Rules that compare an instant with
 * the clock of another machine allow for it.
 */
export const CLOCK_SKEW = 60;

/** JSON Pointer to a claim in what `decode --json` prints. */
export const claimAt = (...names: readonly string[]): string => `/payload${pointerTo(...names)}`;

/**
 * Looks at one claim, if it is there.
 *
 * @param judge - says what is wrong with the value; undefined where nothing is.
 */
export function judgeClaim(
  { claims }: TokenSubject,
  name: string,
  judge: (value: JsonValue, claims: JsonObject) => string | Omit<Match, 'at'> | undefined,
): readonly Match[] {
  const value = claims ? memberOf(claims, name) : undefined;
  if (claims === null || value === undefined) return [];
  const found = judge(value, claims);
  if (found === undefined) return [];
  return [{ ...(typeof found === 'string' ? { message: found } : found), at: claimAt(name) }];
}

/** Seconds that lead to the year 5138: whoever writes more means milliseconds. */
export const MILLISECONDS = 1e11;

/** A claim that is an instant in seconds; undefined where it is absent, or can be read as nothing of the kind. */
export function instantClaim(claims: JsonObject, name: string): number | undefined {
  const value = memberOf(claims, name);
  return typeof value === 'number' && value >= 0 && value < MILLISECONDS ? value : undefined;
}

/** A claim that is a string; undefined where it is absent or anything else. */
export function textClaim(claims: JsonObject, name: string): string | undefined {
  const value = memberOf(claims, name);
  return typeof value === 'string' ? value : undefined;
}

/** The audiences that are strings, whether one stands alone or several in a list. @see RFC 7519 section 4.1.3 */
export function audiencesOf(claims: JsonObject): readonly string[] {
  const aud = memberOf(claims, 'aud');
  const list = Array.isArray(aud) ? aud : [aud];
  return list.filter((audience): audience is string => typeof audience === 'string');
}

/** The scopes, whichever of the usual ways they are written. @see RFC 8693 section 4.2 */
export function scopesOf(claims: JsonObject): readonly string[] {
  return ['scope', 'scp'].flatMap((name) => {
    const value = memberOf(claims, name);
    if (typeof value === 'string') return value.split(/[\s,]+/).filter((scope) => scope !== '');
    return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : [];
  });
}
