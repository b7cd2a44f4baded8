import { AuthctlError } from '../errors.js';
import type { StoredKey } from '../token/keys/key-file.js';
import type { Context } from './context.js';

/** The text of a key file, and what to call it. @param source - a path, or `-` for stdin. */
export async function readKeyText(
  ctx: Context,
  source: string,
): Promise<{ readonly text: string; readonly name: string }> {
  if (source === '-') return { text: await ctx.stdin.readAll(), name: 'stdin' };
  return { text: await ctx.ports.files.read(source), name: source };
}

/**
 * Refuses keys of which nothing may be shown.
 *
 * @param why - what follows "a shared secret".
 * @throws {AuthctlError} `KEY_UNUSABLE`
 */
export function refuseSecretsOnly(keys: readonly StoredKey[], name: string, why: string): void {
  if (keys.some(({ key }) => key.type !== 'secret')) return;
  throw new AuthctlError('KEY_UNUSABLE', `${name} holds a shared secret, which ${why}`, {
    hint: 'give the file of a key pair; `authctl keys generate --alg ES256` makes one',
  });
}
