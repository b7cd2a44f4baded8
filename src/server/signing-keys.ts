import type { webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { TokenAlgorithm } from './settings.js';
import type { SigningJwk } from './signing-jwk.js';

/** How tokens are signed unless the configuration says otherwise: ECDSA on P-256 with SHA-256 (RFC 7518 3.4). */
export const SIGNING_ALGORITHM = 'ES256';

/** The key that signs, and what others need to check its signatures. */
export interface SigningKeys {
  readonly alg: TokenAlgorithm;
  readonly kid: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  /** Both halves, for what signs with its own library; never published. */
  readonly privateJwk: SigningJwk;
  /** The JWK set to publish (RFC 7517 section 5); holds public keys only. */
  readonly jwks: { readonly keys: readonly SigningJwk[] };
}

/** New keys, not written anywhere. */
export async function generateSigningKeys(
  algorithm: TokenAlgorithm = SIGNING_ALGORITHM,
): Promise<SigningKeys> {
  return signingKeysFrom(await generatePrivateJwk(algorithm), algorithm);
}

/** A new private key as a JWK, with its thumbprint (RFC 7638) for a key id. */
export async function generatePrivateJwk(algorithm: TokenAlgorithm = SIGNING_ALGORITHM): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: algorithm, use: 'sig' };
}

/** The members of a JWK that are public, by key type (RFC 7518 section 6, RFC 8037 section 2). */
const PUBLIC_MEMBERS: Readonly<Record<string, readonly (keyof SigningJwk)[]>> = {
  EC: ['kty', 'crv', 'x', 'y'],
  OKP: ['kty', 'crv', 'x'],
  RSA: ['kty', 'n', 'e'],
};

/** @throws where the JWK is no private key for the algorithm, or its public half belongs to another key. */
export async function signingKeysFrom(
  jwk: SigningJwk,
  algorithm: TokenAlgorithm = SIGNING_ALGORITHM,
): Promise<SigningKeys> {
  const members = PUBLIC_MEMBERS[jwk.kty ?? ''];
  if (!members || !jwk.d) throw new Error('not a private key');
  const bare = Object.fromEntries(members.map((name) => [name, jwk[name]])) as SigningJwk;
  const kid = await calculateJwkThumbprint(bare);
  const named = { kid, alg: algorithm, use: 'sig' };
  const publicJwk: SigningJwk = { ...bare, ...named };
  const privateJwk: SigningJwk = { ...jwk, ...named };
  const [privateKey, publicKey] = await Promise.all([
    importJWK(privateJwk, algorithm),
    importJWK(publicJwk, algorithm),
  ]);
  return {
    alg: algorithm,
    kid,
    privateKey: privateKey as webcrypto.CryptoKey,
    publicKey: publicKey as webcrypto.CryptoKey,
    privateJwk,
    jwks: { keys: [publicJwk] },
  };
}
