import { createHash, type KeyObject } from 'node:crypto';
import { type JsonObject, memberOf } from '../json.js';
import { jwkOf } from './jwk.js';
import type { SigningKey } from './signing-key.js';

/** Hashes that a thumbprint can be made with. SHA-256 is the one for key ids. @see RFC 9278 section 3 */
export const THUMBPRINT_HASHES = ['sha256', 'sha384', 'sha512'] as const;
export type ThumbprintHash = (typeof THUMBPRINT_HASHES)[number];

/** The members that make a key what it is, in the order in which they are hashed. */
const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
  ['RSA', ['e', 'kty', 'n']],
  ['AKP', ['alg', 'kty', 'pub']],
]);

/**
 * A key's thumbprint, base64url: the hash of the members that make it this key, so the same for its private half, for
 * its public half, and whatever `kid`, `alg` or `use` it has.
 *
 * @param key - never a secret: the hash of one helps to guess it (RFC 7638 section 7).
 * @see RFC 7638 section 3
 */
export async function thumbprintOf(key: KeyObject, hash: ThumbprintHash = 'sha256'): Promise<string> {
  const thumbprint = jwkThumbprint(jwkOf(key), hash);
  if (thumbprint === undefined) throw new TypeError(`no thumbprint is defined for ${key.asymmetricKeyType}`);
  return thumbprint;
}

/**
 * The thumbprint of a public key that is a JWK.
 *
 * @returns undefined for a kind of key that is not known, or where one of its members is missing.
 * @see RFC 7638 section 3, RFC 8037 section 2
 */
export function jwkThumbprint(jwk: JsonObject, hash: ThumbprintHash = 'sha256'): string | undefined {
  const names = MEMBERS.get(String(memberOf(jwk, 'kty')));
  const values = names?.map((name) => memberOf(jwk, name));
  if (names === undefined || !values?.every((value) => typeof value === 'string')) return undefined;
  const canonical = JSON.stringify(Object.fromEntries(names.map((name, at) => [name, values[at]])));
  return createHash(hash).update(canonical).digest('base64url');
}

/** A thumbprint as a URI, which says its hash. @see RFC 9278 section 3 */
export const thumbprintUri = (thumbprint: string, hash: ThumbprintHash = 'sha256'): string =>
  `urn:ietf:params:oauth:jwk-thumbprint:${hash.replace('sha', 'sha-')}:${thumbprint}`;

/**
 * What a header names a key by: its own id, else its thumbprint; undefined where there is neither: for a secret, and for
 * RSA keys whose type says that they are for PSS, which have no form as a JWK (RFC 4055 section 1.2).
 */
export async function keyIdOf({ key, kid }: Pick<SigningKey, 'key' | 'kid'>): Promise<string | undefined> {
  const hasThumbprint = key.type !== 'secret' && key.asymmetricKeyType !== 'rsa-pss';
  return kid ?? (hasThumbprint ? thumbprintOf(key) : undefined);
}
