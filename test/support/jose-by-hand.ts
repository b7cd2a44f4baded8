import {
  constants,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { VectorJwk } from './vectors.js';

/**
 * The few JOSE operations that the published examples need, on node:crypto alone: a second opinion beside jose,
 * and the only one for what jose leaves out (RSA1_5).
 */

interface Asymmetric {
  readonly digest: string | null;
  readonly options: object;
}

const pss = (saltLength: number) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
const P1363 = { dsaEncoding: 'ieee-p1363' } as const;

const hash = (alg: string): string => `sha${alg.slice(2)}`;

const ASYMMETRIC: Readonly<Record<string, Asymmetric>> = {
  RS256: { digest: 'sha256', options: {} },
  RS384: { digest: 'sha384', options: {} },
  RS512: { digest: 'sha512', options: {} },
  PS256: { digest: 'sha256', options: pss(32) },
  PS384: { digest: 'sha384', options: pss(48) },
  PS512: { digest: 'sha512', options: pss(64) },
  ES256: { digest: 'sha256', options: P1363 },
  ES384: { digest: 'sha384', options: P1363 },
  ES512: { digest: 'sha512', options: P1363 },
  ES256K: { digest: 'sha256', options: P1363 },
  Ed448: { digest: null, options: {} },
  EdDSA: { digest: null, options: {} },
  Ed25519: { digest: null, options: {} },
  'ML-DSA-44': { digest: null, options: {} },
  'ML-DSA-65': { digest: null, options: {} },
  'ML-DSA-87': { digest: null, options: {} },
};

function asymmetric(alg: string): Asymmetric {
  const found = ASYMMETRIC[alg];
  if (found === undefined) throw new Error(`no signature algorithm ${alg} here`);
  return found;
}

const hmac = (alg: string, jwk: VectorJwk, input: Buffer) =>
  createHmac(hash(alg), Buffer.from(String(jwk.k), 'base64url'))
    .update(input)
    .digest();

/** Signs the bytes with a private JWK; base64url. */
export function signByHand(alg: string, jwk: VectorJwk, input: Buffer): string {
  if (alg.startsWith('HS')) return hmac(alg, jwk, input).toString('base64url');
  const { digest, options } = asymmetric(alg);
  return sign(digest, input, { key: createPrivateKey({ key: jwk, format: 'jwk' }), ...options }).toString(
    'base64url',
  );
}

/** Whether the base64url signature over the bytes is the key's. */
export function verifyByHand(alg: string, jwk: VectorJwk, input: Buffer, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (alg.startsWith('HS')) {
    const expected = hmac(alg, jwk, input);
    return expected.length === bytes.length && timingSafeEqual(expected, bytes);
  }
  const { digest, options } = asymmetric(alg);
  return verify(digest, input, { key: createPublicKey({ key: jwk, format: 'jwk' }), ...options }, bytes);
}

export interface EncryptedParts {
  readonly protected: string;
  readonly encrypted_key: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** Decrypts RSA1_5 with A128CBC-HS256 (RFC 7518 sections 4.2 and 5.2.3); throws when the tag does not match. */
export function decryptRsa15ByHand(jwk: VectorJwk, parts: EncryptedParts): string {
  const cek = unwrapRsa15(jwk, Buffer.from(parts.encrypted_key, 'base64url'));
  const [macKey, encKey] = [cek.subarray(0, 16), cek.subarray(16)];
  const iv = Buffer.from(parts.iv, 'base64url');
  const ciphertext = Buffer.from(parts.ciphertext, 'base64url');
  const expected = cbcHmacTag(macKey, Buffer.from(parts.protected), iv, ciphertext);
  if (!expected.equals(Buffer.from(parts.tag, 'base64url')))
    throw new Error('the authentication tag does not match');
  const decipher = createDecipheriv('aes-128-cbc', encKey, iv);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}

// Without padding in OpenSSL, because Node refuses PKCS#1 v1.5 decryption where OpenSSL has no implicit rejection.
function unwrapRsa15(jwk: VectorJwk, wrapped: Buffer): Buffer {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped);
  const separator = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || separator < 10)
    throw new Error('not a PKCS#1 v1.5 encryption block');
  return block.subarray(separator + 1);
}

function cbcHmacTag(macKey: Buffer, aad: Buffer, iv: Buffer, ciphertext: Buffer): Buffer {
  const bits = Buffer.alloc(8);
  bits.writeBigUInt64BE(BigInt(aad.length) * 8n);
  return createHmac('sha256', macKey)
    .update(aad)
    .update(iv)
    .update(ciphertext)
    .update(bits)
    .digest()
    .subarray(0, 16);
}
