import { AuthctlError } from '../errors.js';
import type { Criteria } from './criteria.js';
import { conclude, type Examined, examine, type Verification } from './judge.js';
import type { FoundKeys } from './keys/discover.js';

/** Gets the keys; called only where the token has a signature that is worth checking. */
export type KeySupplier = () => Promise<FoundKeys>;

export interface VerifyOptions extends Criteria {
  readonly keys: KeySupplier;
  /** Gets them anew; called once where none of the keys has the id that the token names. */
  readonly renewKeys?: KeySupplier | undefined;
}

/**
 * Judges a token: its structure, its signature, and what it claims, and lists every failure.
 *
 * The algorithm is pinned by the key and by `algorithms`, never by the header; keys come from `keys` alone: those that
 * a token carries or points to (`jwk`, `jku`, `x5u`, `x5c`) are never used, unless certificates vouch for them that
 * `keys` names. It does not ask whether the token was revoked, and does not decrypt.
 *
 * @param text - a token, or what it was copied with; see `peel`. One that is none is a failure, `malformed`.
 * @param now - seconds since the epoch to judge at.
 * @throws {AuthctlError} what `keys` throws, unless `KEYS_UNAVAILABLE` and the token is refused for another reason.
 * @see RFC 7515 section 5.2, RFC 7519 section 7.2, RFC 8725
 */
export async function verify(text: string, now: number, options: VerifyOptions): Promise<Verification> {
  const examined = examine(text, now, options);
  if ('valid' in examined) return examined;
  if (examined.worthIt.length === 0) return conclude(examined, now, options, 'there is nothing to check');
  const result = conclude(examined, now, options, await keysOrReason(options.keys, examined));
  if (!options.renewKeys || !lacksKey(result)) return result;
  return conclude(examined, now, options, await keysOrReason(options.renewKeys, examined));
}

/** Whether newer keys could change the answer. */
export const lacksKey = ({ failures }: Pick<Verification, 'failures'>): boolean =>
  failures.some(({ code }) => code === 'key-not-found');

async function keysOrReason(keys: KeySupplier, { said }: Examined): Promise<FoundKeys | string> {
  try {
    return await keys();
  } catch (error) {
    // It is refused whatever the signature says: then missing keys change nothing.
    if (said.length > 0 && error instanceof AuthctlError && error.code === 'KEYS_UNAVAILABLE')
      return error.message;
    throw error;
  }
}
