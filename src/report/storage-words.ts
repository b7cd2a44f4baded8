import type { StorageKind } from '../session/storage-kind.js';

const HOW = {
  file: '',
  'encrypted-file': ', encrypted with a passphrase',
  keyring: ', encrypted with a key in the keyring',
  memory: '',
} as const satisfies Record<StorageKind, string>;

/** Where sessions are kept, and how, as it goes behind `in`. */
export const storageWords = ({
  kind,
  location,
}: {
  readonly kind: StorageKind;
  readonly location: string;
}): string => `${location}${HOW[kind]}`;
