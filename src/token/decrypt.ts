import type { DecodeOptions } from './decode.js';
import { type DecodedToken, describeToken } from './decoded-token.js';
import type { DecryptionKeys } from './keys/decryption-keys.js';
import { openedLayersOf } from './layers.js';
import { openJwe } from './open-jwe.js';
import { parseToken } from './parse.js';
import { peel } from './peel.js';

/**
 * Says what a token says, as `decode` does, after opening what is encrypted in it: the token itself, and tokens in it.
 * No signature is checked; that somebody encrypted it for a public key says nothing about who that was.
 *
 * @param text - a token, or what it was copied with; see `peel`.
 * @param now - seconds since the epoch, to place the token in its lifetime.
 * @throws {AuthctlError} `NOT_A_TOKEN`; `KEY_UNUSABLE` where no key is of the kind that the token asks for;
 * `NOT_DECRYPTED` where a key is and does not open it, or opening it would cost too much.
 */
export async function decrypt(
  text: string,
  now: number,
  keys: DecryptionKeys,
  options: DecodeOptions = {},
): Promise<DecodedToken> {
  const bare = peel(text, options.which);
  const layers = await openedLayersOf(parseToken(bare), (jwe) => openJwe(jwe, keys));
  return describeToken(bare, layers, now, options.roleClaim);
}
