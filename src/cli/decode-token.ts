import { type DecodeOptions, decode } from '../token/decode.js';
import type { DecodedToken } from '../token/decoded-token.js';
import type { DecryptionKeys } from '../token/keys/decryption-keys.js';
import { peel } from '../token/peel.js';
import type { Context } from './context.js';

/**
 * Decodes a token, and opens it where it is encrypted and there are keys; only then the library for that is loaded.
 *
 * @throws {AuthctlError} what `decode` and `decrypt` throw.
 */
export async function decodeToken(
  ctx: Context,
  text: string,
  options: DecodeOptions,
  keys: DecryptionKeys | undefined,
): Promise<DecodedToken> {
  const token = decode(text, ctx.now(), options);
  if (token.format === 'opaque') ctx.secrets.add(peel(text, options.which));
  if (token.payloadKind !== 'encrypted' || !keys) return token;
  const { decrypt } = await import('../token/decrypt.js');
  return decrypt(text, ctx.now(), keys, options);
}
