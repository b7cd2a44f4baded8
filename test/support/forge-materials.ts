import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Materials } from '../../src/token/forge/materials.js';
import { type Original, readOriginal } from '../../src/token/forge/original.js';
import { NOW } from './bundled-server.js';
import { base64url } from './tokens.js';

/** An issuer of tests, and a good token of it: what hostile ones are made from. */
export interface Issuer {
  readonly name: 'RS256' | 'ES256' | 'HS256';
  readonly original: Original;
  readonly materials: Materials;
  /** What a server that expects this issuer's tokens holds. */
  readonly verificationKey: KeyObject;
}

const vectors = JSON.parse(
  readFileSync(new URL('../data/vectors/rfc7515.json', import.meta.url), 'utf8'),
) as readonly { readonly id: string; readonly jwk: JsonWebKey }[];

/** The keys of RFC 7515, appendix A. */
function rfcKey(id: string): KeyObject {
  const jwk = vectors.find((entry) => entry.id === id)?.jwk ?? {};
  if (jwk.kty === 'oct') return createSecretKey(String(jwk.k), 'base64url');
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

export const ISSUER = 'https://login.example.com';
export const AUDIENCE = 'https://api.example.com';
export const KEY_ID = 'issuer-1';

const CLAIMS = {
  iss: ISSUER,
  sub: '2',
  aud: AUDIENCE,
  client_id: 'client',
  iat: NOW - 60,
  exp: NOW + 840,
  jti: 'NT5o3iNnRnw0o2',
  role: 'reader',
};

/** An ECDSA signature is random, so the token signed with it is written down. */
const ES256_SIGNATURE =
  'ZT4E6TBHiLAxjevC0VEFrgYqYCk4d_gVbCgUvBROyrKndKOyHQVDEMHAvsW1m5iNPzh2VShE5P6URnx0-Wtugg';

function goodToken(alg: Issuer['name'], key: KeyObject, claims: object): string {
  const header = JSON.stringify({ alg, typ: 'at+jwt', kid: KEY_ID });
  const input = `${base64url(header)}.${base64url(JSON.stringify(claims))}`;
  if (alg === 'ES256' && claims === CLAIMS) return `${input}.${ES256_SIGNATURE}`;
  const signature =
    alg === 'HS256'
      ? createHmac('sha256', key).update(input).digest()
      : sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function issuerOf(name: Issuer['name'], keyId: string): Issuer {
  const key = rfcKey(keyId);
  const publicKey = key.type === 'private' ? createPublicKey(key) : undefined;
  return {
    name,
    original: readOriginal(goodToken(name, key, CLAIMS)),
    materials: {
      now: NOW,
      issuerKey: key,
      publicKey,
      certificate: name === 'RS256' ? CERTIFICATE : undefined,
      otherToken: OTHER_TOKEN,
      idToken: ID_TOKEN,
      refreshToken: REFRESH_TOKEN,
      listener: 'http://127.0.0.1:8090/keys.json',
      marker: 'authctl-marker',
    },
    verificationKey: publicKey ?? key,
  };
}

/** Stands for the certificate of the issuer's key: nothing reads it, its text is taken for a secret. */
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';

const rsa = rfcKey('7515-A.2-key');

/** Further tokens of an issuer, all signed by its RSA key. */
const OTHER_TOKEN = goodToken('RS256', rsa, { ...CLAIMS, sub: '3', jti: 'other' });
const ID_TOKEN = goodToken('RS256', rsa, {
  iss: ISSUER,
  sub: '2',
  aud: 'client',
  iat: NOW,
  exp: NOW + 900,
  nonce: 'n',
});
const REFRESH_TOKEN = goodToken('RS256', rsa, {
  iss: ISSUER,
  sub: '2',
  aud: ISSUER,
  exp: NOW + 864_000,
  iat: NOW,
});

export const issuers: readonly Issuer[] = [
  issuerOf('RS256', '7515-A.2-key'),
  issuerOf('ES256', '7515-A.3-key'),
  issuerOf('HS256', '7515-A.1-key'),
];

/** The encrypted token of RFC 7516, appendix A.1 (RSA-OAEP, A256GCM), or A.3 (A128KW, A128CBC-HS256). */
export function encryptedOriginal(appendix: 'A.1' | 'A.3'): Original {
  const all = JSON.parse(
    readFileSync(new URL('../data/vectors/rfc7516.json', import.meta.url), 'utf8'),
  ) as readonly { readonly id: string; readonly compact?: string }[];
  return readOriginal(all.find(({ id, compact }) => id === `7516-${appendix}` && compact)?.compact ?? '');
}
