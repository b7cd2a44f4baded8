import { AuthctlError } from '../errors.js';
import type { DecryptionKeys } from '../token/keys/decryption-keys.js';
import type { Context } from './context.js';

/** The options that say what to decrypt with; at most one. */
export interface DecryptionFlags {
  readonly key?: string;
  readonly secretFile?: string;
  readonly secretEnv?: string;
}

/**
 * The keys that the options name; undefined where they name none.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`; `KEY_UNUSABLE`; `USAGE` for a variable that is not set.
 */
export async function decryptionKeys(
  ctx: Context,
  flags: DecryptionFlags,
): Promise<DecryptionKeys | undefined> {
  const { key, secretFile, secretEnv } = flags;
  if (key !== undefined) {
    const { readDecryptionKeys } = await import('../token/keys/decryption-keys.js');
    return readDecryptionKeys(await ctx.ports.files.read(key), key);
  }
  if (secretFile !== undefined) return secret(ctx, await ctx.ports.files.read(secretFile), secretFile);
  return secretEnv === undefined ? undefined : secret(ctx, variable(ctx, secretEnv), secretEnv);
}

async function secret(ctx: Context, text: string, name: string): Promise<DecryptionKeys> {
  const { readSecret } = await import('../token/keys/secret.js');
  const { secretAsKeys } = await import('../token/keys/decryption-keys.js');
  ctx.secrets.add(text.trim());
  return secretAsKeys(readSecret(text, name).key, name);
}

function variable(ctx: Context, name: string): string {
  const text = ctx.env[name];
  if (text !== undefined) return text;
  throw new AuthctlError('USAGE', `the environment variable ${name} is not set`, {
    hint: `set ${name}, or name another one with --secret-env`,
  });
}
