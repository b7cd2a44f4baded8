/** The version of the stored form that is encrypted. */
export const SEALED_VERSION = 2;

/** The cost of scrypt (RFC 7914 section 2): `N` iterations of `r` blocks, `p` times; 128 · N · r bytes of memory. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** What the key of a sealed document is made of, or where it is. */
export type KeySource =
  | { readonly by: 'passphrase'; readonly cost: ScryptCost /** In base64. */; readonly salt: string }
  | { readonly by: 'keyring' /** The entry's name. */; readonly account: string };

/** All sessions, encrypted, as they are stored. */
export interface SealedDocument {
  readonly version: typeof SEALED_VERSION;
  readonly key: KeySource;
  readonly cipher: 'aes-256-gcm';
  /** 12 bytes in base64, never used twice with one key. */
  readonly nonce: string;
  /** The encrypted text and its 16 bytes of authentication tag, in base64. */
  readonly data: string;
}

/** More than this, and a file that somebody else wrote keeps the machine busy: 1 GiB of memory. */
const MOST: ScryptCost = { N: 2 ** 20, r: 8, p: 4 };

/** The sealed document that a stored object is; a text says why it is none. */
export function readSealed(value: Readonly<Record<string, unknown>>): SealedDocument | string {
  const { key, cipher, nonce, data } = value;
  if (cipher !== 'aes-256-gcm') return 'it is encrypted in a way that authctl does not know';
  const source = readKeySource(key);
  if (source === undefined) return 'it does not say what its key is';
  if (!isBase64(nonce, 12, 12) || !isBase64(data, 16)) return 'what is encrypted in it is cut short';
  return { version: SEALED_VERSION, key: source, cipher, nonce, data };
}

function readKeySource(key: unknown): KeySource | undefined {
  if (!isRecord(key)) return undefined;
  const { by, account, cost, salt } = key;
  if (by === 'keyring') return typeof account === 'string' && account !== '' ? { by, account } : undefined;
  if (by !== 'passphrase' || !isRecord(cost) || !isBase64(salt, 16)) return undefined;
  const { N, r, p } = cost;
  if (!isUpTo(N, MOST.N) || !isUpTo(r, MOST.r) || !isUpTo(p, MOST.p)) return undefined;
  return N > 1 && Number.isInteger(Math.log2(N)) ? { by, cost: { N, r, p }, salt } : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isUpTo = (value: unknown, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;

function isBase64(value: unknown, least: number, most = Number.POSITIVE_INFINITY): value is string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  const bytes = Buffer.from(value, 'base64').length;
  return bytes >= least && bytes <= most;
}
