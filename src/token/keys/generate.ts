import { generateKeyPair, generateKey as generateSecret, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { AuthctlError } from '../../errors.js';
import type { JsonObject } from '../json.js';
import { jwkOf } from './jwk.js';
import { SIGNING_ALGORITHMS } from './signing-key.js';
import { thumbprintOf } from './thumbprint.js';

/** What a key can be made for: everything that signs, and two kinds of keys to encrypt to. */
export const KEY_ALGORITHMS = [...SIGNING_ALGORITHMS, 'RSA-OAEP-256', 'ECDH-ES'] as const;
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** Bits of an RSA key. @see RFC 7518 section 3.3 (2048 at least), NIST SP 800-57 part 1 table 4 (until 2030) */
export const RSA_SIZES = [2048, 3072, 4096] as const;
const DEFAULT_RSA_SIZE = 3072;

const CURVES: Readonly<Record<string, string>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  ES256K: 'secp256k1',
  'ECDH-ES': 'P-256',
};

export interface GenerateOptions {
  readonly algorithm: KeyAlgorithm;
  /** Default: the thumbprint (RFC 7638); of a secret none. */
  readonly kid?: string | undefined;
  /** Bits of an RSA key; default 3072. */
  readonly bits?: (typeof RSA_SIZES)[number] | undefined;
}

/** A private key or secret as it was made. */
export interface GeneratedKey {
  readonly key: KeyObject;
  /** With `kid`, `alg` and `use`, and with its private members. */
  readonly jwk: JsonObject;
}

/**
 * Makes a key for one algorithm. Secrets are as long as the hash.
 *
 * @throws {AuthctlError} `USAGE` for bits where the key is no RSA key; `KEY_UNUSABLE` where this Node.js cannot make it:
 * ML-DSA before 24.7.
 * @see RFC 7518 section 3.2 (secrets), RFC 7517 section 4 (`kid`, `alg`, `use`)
 */
export async function generateKey({ algorithm, kid, bits }: GenerateOptions): Promise<GeneratedKey> {
  const isRsa = /^(RS|PS)/.test(algorithm);
  if (bits !== undefined && !isRsa) {
    throw new AuthctlError('USAGE', `a key for ${algorithm} has one size only`, { hint: 'leave --bits out' });
  }
  const key = await newKey(algorithm, bits ?? DEFAULT_RSA_SIZE);
  const id = kid ?? (key.type === 'secret' ? undefined : await thumbprintOf(key));
  const isForEncryption = algorithm === 'RSA-OAEP-256' || algorithm === 'ECDH-ES';
  const jwk: JsonObject = {
    ...jwkOf(key),
    ...(id === undefined ? {} : { kid: id }),
    alg: algorithm,
    use: isForEncryption ? 'enc' : 'sig',
  };
  return { key, jwk };
}

async function newKey(algorithm: KeyAlgorithm, bits: number): Promise<KeyObject> {
  if (algorithm.startsWith('HS')) {
    return promisify(generateSecret)('hmac', { length: Number(algorithm.slice(2)) });
  }
  if (/^(RS|PS)/.test(algorithm)) {
    return (await promisify(generateKeyPair)('rsa', { modulusLength: bits })).privateKey;
  }
  const namedCurve = CURVES[algorithm];
  if (namedCurve !== undefined) return (await promisify(generateKeyPair)('ec', { namedCurve })).privateKey;
  if (algorithm === 'Ed448') return (await promisify(generateKeyPair)('ed448')).privateKey;
  if (algorithm.startsWith('Ed')) return (await promisify(generateKeyPair)('ed25519')).privateKey;
  return newMlDsaKey(algorithm);
}

/** The types of Node.js 20 do not know these yet. */
async function newMlDsaKey(algorithm: string): Promise<KeyObject> {
  const make = promisify(generateKeyPair) as unknown as (
    type: string,
    options: object,
  ) => Promise<{ readonly privateKey: KeyObject }>;
  try {
    return (await make(algorithm.toLowerCase(), {})).privateKey;
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `this Node.js knows no ${algorithm}`, {
      cause,
      hint: 'run it with Node.js 24.7 or later, or choose another algorithm',
    });
  }
}
