/** Where sessions are kept, as `--storage` takes it and `status` tells it. */
export const STORAGE_KINDS = ['file', 'encrypted-file', 'keyring', 'memory'] as const;

export type StorageKind = (typeof STORAGE_KINDS)[number];

/** Those that are a file: as it is, encrypted with a passphrase, or encrypted with a key that the keyring keeps. */
export type FileKind = Exclude<StorageKind, 'memory'>;
