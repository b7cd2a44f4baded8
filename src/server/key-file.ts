import { join } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { Files } from '../ports/files.js';
import type { TokenAlgorithm } from './settings.js';
import type { SigningJwk } from './signing-jwk.js';
import { generatePrivateJwk, SIGNING_ALGORITHM, type SigningKeys, signingKeysFrom } from './signing-keys.js';

/** The file, below the user's data folder, that holds the private key for one algorithm. */
export const keyFileIn = (folder: string, algorithm: TokenAlgorithm = SIGNING_ALGORITHM): string =>
  join(folder, algorithm === SIGNING_ALGORITHM ? 'server-keys.json' : `server-keys-${algorithm}.json`);

/**
 * The signing keys of earlier runs, so that tokens stay valid over a restart; made and stored by the first run.
 *
 * The file is a JWK set with one private key, mode 0600 in a folder of mode 0700. It appears whole or not at all, and
 * of several servers that start at once on an empty folder, all take the key of the first.
 *
 * @param folder - made where it is missing.
 * @throws {AuthctlError} `KEY_UNUSABLE` for a damaged file, which stays as it is; `FILE_UNREADABLE`,
 *   `FILE_UNWRITABLE`.
 */
export async function loadSigningKeys(
  files: Files,
  folder: string,
  algorithm: TokenAlgorithm = SIGNING_ALGORITHM,
): Promise<SigningKeys> {
  const path = keyFileIn(folder, algorithm);
  if (!(await files.exists(path))) await store(files, folder, path, algorithm);
  const text = await files.read(path);
  try {
    const { keys } = JSON.parse(text) as { keys: readonly [SigningJwk] };
    return await signingKeysFrom(keys[0], algorithm);
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `${path} does not hold the server's signing key`, {
      cause,
      hint: 'remove the file to have a new key made (stored tokens become invalid), or start with --ephemeral',
    });
  }
}

async function store(files: Files, folder: string, path: string, algorithm: TokenAlgorithm): Promise<void> {
  const text = `${JSON.stringify({ keys: [await generatePrivateJwk(algorithm)] }, null, 2)}\n`;
  await files.makeFolder(folder);
  try {
    await files.write(path, text, { mode: 0o600 });
  } catch (error) {
    const storedMeanwhile = error instanceof AuthctlError && error.code === 'FILE_EXISTS';
    if (!storedMeanwhile) throw error;
  }
}
