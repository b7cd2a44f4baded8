import { createFileStore, type FileStoreSetup } from '../../src/adapters/store-file.js';
import type { Keyring } from '../../src/ports/keyring.js';
import type { CredentialStore } from '../../src/session/credential-store.js';
import type { ScryptCost } from '../../src/session/sealed-document.js';

/** Enough for a test, and for nothing else. */
export const CHEAP: ScryptCost = { N: 2, r: 1, p: 1 };

/** A keyring that lasts as long as the test. */
export function memoryKeyring(): Keyring & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    get: async (account) => entries.get(account),
    set: async (account, secret) => void entries.set(account, secret),
  };
}

type Changes = Partial<Omit<FileStoreSetup, 'keys'>> & {
  readonly keyring?: Keyring;
  readonly passphrase?: (use: 'open' | 'choose') => string;
};

/** A store in a folder of this user's, with what a test says of it; nobody is asked anything else. */
export function fileStoreIn(
  folder: string,
  { keyring, passphrase, ...changes }: Changes = {},
): CredentialStore {
  return createFileStore({
    folder,
    user: process.getuid?.(),
    wished: undefined,
    usual: 'file',
    warn: () => undefined,
    ...changes,
    keys: {
      keyring: () => (keyring ? Promise.resolve(keyring) : Promise.reject(new Error('no keyring is asked'))),
      passphrase: async (use) => {
        if (!passphrase) throw new Error('no passphrase is asked for');
        return passphrase(use);
      },
      cost: CHEAP,
    },
  });
}
