import { decodeDiffRenderer } from '../report/decode-diff.js';
import type { DecodeOptions } from '../token/decode.js';
import { diffTokens } from '../token/diff.js';
import type { DecryptionKeys } from '../token/keys/decryption-keys.js';
import type { Context } from './context.js';
import { decodeToken } from './decode-token.js';
import { emit } from './emit.js';
import { readToken, refuseFileName, type TokenInputOptions } from './token-input.js';

/**
 * `decode --diff`: what differs between two tokens. Ends with `no` where anything does, as `diff` does.
 *
 * @param first - a token, `-` for stdin, or `@file`.
 * @param second - the same; undefined for what `readToken` finds.
 * @throws {AuthctlError} what reading and decoding either token throws.
 */
export async function emitDiff(
  ctx: Context,
  first: string,
  second: string | undefined,
  options: DecodeOptions & TokenInputOptions,
  keys: DecryptionKeys | undefined,
): Promise<void> {
  // A stored session can be the other one only: this one is named.
  const before = await readOne(ctx, first, { ...options, as: undefined }, keys);
  const after = await readOne(ctx, second, options, keys);
  const differences = diffTokens(before.token, after.token);
  const diff = {
    from: before.token,
    to: after.token,
    origins: [before.origin, after.origin] as const,
    differences,
  };
  emit(ctx, decodeDiffRenderer, diff, differences.length === 0 ? 'ok' : 'no');
}

async function readOne(
  ctx: Context,
  source: string | undefined,
  options: DecodeOptions & TokenInputOptions,
  keys: DecryptionKeys | undefined,
) {
  const { text, origin } = await readToken(ctx, source, options);
  try {
    return { token: await decodeToken(ctx, text, options, keys), origin };
  } catch (error) {
    await refuseFileName(ctx, source);
    throw error;
  }
}
