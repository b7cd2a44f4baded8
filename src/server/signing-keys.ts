import type { webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { EllipticJwk } from './elliptic-jwk.js';

/** How tokens are signed: ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4). */
export const SIGNING_ALGORITHM = 'ES256';

/** The key that signs, and what others need to check its signatures. */
export interface SigningKeys {
  readonly kid: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  /** The JWK set to publish (RFC 7517 section 5); holds public keys only. */
  readonly jwks: { readonly keys: readonly EllipticJwk[] };
}

/** New keys, not written anywhere. */
export async function generateSigningKeys(): Promise<SigningKeys> {
  return signingKeysFrom(await generatePrivateJwk());
}

/** A new private key as a JWK, with its thumbprint (RFC 7638) for a key id. */
export async function generatePrivateJwk(): Promise<EllipticJwk> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: SIGNING_ALGORITHM, use: 'sig' };
}

/** @throws where the JWK is no private P-256 key, or its public half belongs to another key. */
export async function signingKeysFrom(jwk: EllipticJwk): Promise<SigningKeys> {
  const { kty, crv, x, y, d } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || !x || !y || !d) throw new Error('not a private P-256 key');
  const kid = await calculateJwkThumbprint({ kty, crv, x, y });
  const publicJwk: EllipticJwk = { kty, crv, x, y, kid, alg: SIGNING_ALGORITHM, use: 'sig' };
  const [privateKey, publicKey] = await Promise.all([
    importJWK({ kty, crv, x, y, d }, SIGNING_ALGORITHM),
    importJWK(publicJwk, SIGNING_ALGORITHM),
  ]);
  return {
    kid,
    privateKey: privateKey as webcrypto.CryptoKey,
    publicKey: publicKey as webcrypto.CryptoKey,
    jwks: { keys: [publicJwk] },
  };
}
