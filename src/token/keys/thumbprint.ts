import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { SigningKey } from './signing-key.js';

/** Hashes that a thumbprint can be made with. SHA-256 is the one for key ids. @see RFC 9278 section 3 */
export const THUMBPRINT_HASHES = ['sha256', 'sha384', 'sha512'] as const;
export type ThumbprintHash = (typeof THUMBPRINT_HASHES)[number];

/**
 * A key's thumbprint, base64url: the hash of the members that make it this key, so the same for its private half, for
 * its public half, and whatever `kid`, `alg` or `use` it has.
 *
 * @param key - never a secret: the hash of one helps to guess it (RFC 7638 section 7).
 * @see RFC 7638 section 3
 */
export async function thumbprintOf(key: KeyObject, hash: ThumbprintHash = 'sha256'): Promise<string> {
  return calculateJwkThumbprint(key.export({ format: 'jwk' }) as JWK, hash);
}

/** A thumbprint as a URI, which says its hash. @see RFC 9278 section 3 */
export const thumbprintUri = (thumbprint: string, hash: ThumbprintHash = 'sha256'): string =>
  `urn:ietf:params:oauth:jwk-thumbprint:${hash.replace('sha', 'sha-')}:${thumbprint}`;

/** What a header names a key by: its own id, else its thumbprint; undefined for a secret without one. */
export async function keyIdOf({ key, kid }: SigningKey): Promise<string | undefined> {
  return kid ?? (key.type === 'secret' ? undefined : thumbprintOf(key));
}
