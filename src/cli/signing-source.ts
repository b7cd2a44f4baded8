import { AuthctlError } from '../errors.js';
import { keyFileIn, loadSigningKeys } from '../server/key-file.js';
import { isKeySet } from '../token/keys/jwk.js';
import { readSigningKeys } from '../token/keys/read-signing-keys.js';
import { readSecret } from '../token/keys/secret.js';
import type { SigningKey } from '../token/keys/signing-key.js';
import type { Context } from './context.js';
import { secretInEnvironment, secretInFile } from './secret-input.js';

/** The options that say what to sign with; at most one of the first three. */
export interface SigningFlags {
  readonly key?: string;
  readonly secretFile?: string;
  readonly secretEnv?: string;
  /** Which key of a set; of a single key it is another name to give it. */
  readonly kid?: string;
}

/**
 * The key to sign with: the one that was named, else the bundled server's own, which is made where it is missing.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` where it cannot sign, or a set has no key of that id; `FILE_UNREADABLE`, `USAGE`.
 */
export async function signingKey(ctx: Context, flags: SigningFlags): Promise<SigningKey> {
  const { key, secretFile, secretEnv } = flags;
  if (secretEnv !== undefined) return readSecret(secretInEnvironment(ctx, secretEnv), secretEnv);
  if (secretFile !== undefined) return readSecret(await secretInFile(ctx, secretFile), secretFile);
  const path = key ?? (await serversKeyFile(ctx));
  const text = await ctx.ports.files.read(path);
  const keys = readSigningKeys(text, path);
  return chosen(keys, key !== undefined && isKeySet(text) ? flags.kid : undefined, path);
}

async function serversKeyFile({ ports, folders }: Context): Promise<string> {
  await loadSigningKeys(ports.files, folders.data);
  return keyFileIn(folders.data);
}

/** @param kid - of a set, the one that is wanted; else the first is taken. */
function chosen(keys: readonly SigningKey[], kid: string | undefined, path: string): SigningKey {
  const [first] = keys;
  if (first && kid === undefined) return first;
  const named = keys.find((key) => key.kid === kid);
  if (named) return named;
  const ids = keys.map((key) => JSON.stringify(key.kid ?? null)).join(', ');
  throw new AuthctlError('KEY_UNUSABLE', `${path} has no private key with the id ${JSON.stringify(kid)}`, {
    hint: `choose one of ${ids} with --kid; --header kid=ID writes another id into the header`,
  });
}
