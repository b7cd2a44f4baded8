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
  if (key === undefined && secretFile === undefined && secretEnv === undefined) return undefined;
  const { keyTextInFile, secretInEnvironment, secretInFile } = await import('./secret-input.js');
  const { readDecryptionKeys } = await import('../token/keys/decryption-keys.js');
  if (key !== undefined) return readDecryptionKeys(await keyTextInFile(ctx, key), key);
  if (secretFile !== undefined) return secret(await secretInFile(ctx, secretFile), secretFile);
  return secretEnv === undefined ? undefined : secret(secretInEnvironment(ctx, secretEnv), secretEnv);
}

async function secret(content: string | Uint8Array, name: string): Promise<DecryptionKeys> {
  const { readSecret } = await import('../token/keys/secret.js');
  const { secretAsKeys } = await import('../token/keys/decryption-keys.js');
  return secretAsKeys(readSecret(content, name).key, name);
}
