import { createFileStore } from './adapters/store-file.js';
import type { Context } from './cli/context.js';
import { complain } from './cli/print.js';
import { storageWish } from './cli/storage-choice.js';
import { caution } from './report/text.js';
import type { CredentialStore } from './session/credential-store.js';

/**
 * The part of the composition root that makes the store: of `--storage`, the environment and the folders of the platform.
 *
 * @param user - whose files they are; undefined where the platform does not tell.
 * @throws {AuthctlError} `USAGE` where `AUTHCTL_STORAGE` is no storage.
 */
export async function openStore(context: Context, user: number | undefined): Promise<CredentialStore> {
  const wished = storageWish(context);
  if (wished === 'memory') return (await import('./adapters/store-memory.js')).createMemoryStore();
  return createFileStore({
    folder: context.folders.config,
    user,
    wished,
    usual: context.env.AUTHCTL_PASSPHRASE ? 'encrypted-file' : 'file',
    keys: {
      // Stands beside this file in the build: see scripts/build.ts.
      keyring: async () =>
        (await import('./adapters/keyring.js')).createKeyring(
          new URL('./keyring-process.js', import.meta.url),
        ),
      passphrase: async (use, path) =>
        (await import('./cli/passphrase.js')).storePassphrase(context, use, path),
    },
    warn: (warning) => complain(context, [caution('warning:'), ` ${warning}`]),
  });
}
