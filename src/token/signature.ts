import {
  constants,
  createHmac,
  verify as cryptoVerify,
  type KeyObject,
  timingSafeEqual,
  type VerifyKeyObjectInput,
} from 'node:crypto';
import type { VerificationKey } from './keys/verification-key.js';

/** How an algorithm makes and checks signatures with `node:crypto`. */
export interface Scheme {
  /** Null where the algorithm hashes by itself. */
  readonly digest: string | null;
  readonly options: Pick<VerifyKeyObjectInput, 'dsaEncoding' | 'padding' | 'saltLength'>;
  /** Bytes of a signature; undefined where the key decides. */
  readonly length?: number;
}

const pkcs1 = { padding: constants.RSA_PKCS1_PADDING };
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const p1363 = { dsaEncoding: 'ieee-p1363' } as const;
const own = { digest: null, options: {} };

/** @see RFC 7518 sections 3.3 to 3.5, RFC 8037 section 3.1, RFC 8812 section 3.2, RFC 9864 section 2.2 */
const schemes: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ['RS256', { digest: 'sha256', options: pkcs1 }],
  ['RS384', { digest: 'sha384', options: pkcs1 }],
  ['RS512', { digest: 'sha512', options: pkcs1 }],
  ['PS256', { digest: 'sha256', options: pss }],
  ['PS384', { digest: 'sha384', options: pss }],
  ['PS512', { digest: 'sha512', options: pss }],
  ['ES256', { digest: 'sha256', options: p1363, length: 64 }],
  ['ES384', { digest: 'sha384', options: p1363, length: 96 }],
  ['ES512', { digest: 'sha512', options: p1363, length: 132 }],
  ['ES256K', { digest: 'sha256', options: p1363, length: 64 }],
  ['EdDSA', own],
  ['Ed25519', { ...own, length: 64 }],
  ['Ed448', { ...own, length: 114 }],
  ['ML-DSA-44', { ...own, length: 2420 }],
  ['ML-DSA-65', { ...own, length: 3309 }],
  ['ML-DSA-87', { ...own, length: 4627 }],
]);

/** Undefined for HMAC, and for what is not known here. */
export const schemeOf = (alg: string): Scheme | undefined => schemes.get(alg);

const hashes: ReadonlyMap<string, string> = new Map([
  ['HS256', 'sha256'],
  ['HS384', 'sha384'],
  ['HS512', 'sha512'],
]);

/**
 * Whether a signature was made with a key. The only place where signatures are checked.
 *
 * @param alg - must be among the key's algorithms; the header is not asked again.
 * @param signed - protected header and payload as they were written, with a dot between them.
 * @see RFC 7515 section 5.2
 */
export function isSignedBy(
  { key, algorithms }: VerificationKey,
  alg: string,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!algorithms.includes(alg)) return false;
  const hash = hashes.get(alg);
  if (hash !== undefined) return isAuthenticatedBy(key, hash, signed, signature);
  const scheme = schemes.get(alg);
  return scheme !== undefined && isSignedWith(key, scheme, signed, signature);
}

/** HMAC takes a secret and nothing else, so that no public key can ever be taken for one. */
function isAuthenticatedBy(key: KeyObject, hash: string, signed: Uint8Array, signature: Uint8Array): boolean {
  if (key.type !== 'secret') return false;
  // By way of a text, because a buffer of its own takes longer to make than the rest of this function.
  const expected = Buffer.from(createHmac(hash, key).update(signed).digest('binary'), 'binary');
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function isSignedWith(key: KeyObject, scheme: Scheme, signed: Uint8Array, signature: Uint8Array): boolean {
  if (key.type !== 'public') return false;
  if (scheme.length !== undefined && signature.length !== scheme.length) return false;
  try {
    return cryptoVerify(scheme.digest, signed, { key, ...scheme.options }, signature);
  } catch (error) {
    // A key that is too small for the algorithm, for instance: OpenSSL refuses it, so nothing was signed with it.
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_OSSL')) return false;
    throw error;
  }
}
