import { createPublicKey, type KeyObject } from 'node:crypto';
import { isPrivate, parseJwks } from '../keys/jwk.js';
import { pemBlocks } from '../keys/pem.js';
import { readKeys } from '../keys/read-keys.js';
import { readSigningKeys } from '../keys/read-signing-keys.js';
import type { VerificationKey } from '../keys/verification-key.js';

/** What a file with the issuer's key gives: a private key gives the public one, too. */
export interface KeyMaterial {
  /** What signs; undefined where the file holds public keys only. */
  readonly issuerKey: KeyObject | undefined;
  /** Undefined where the file holds a secret. */
  readonly publicKey: KeyObject | undefined;
  /** PEM, where the file holds a certificate. */
  readonly certificate: string | undefined;
}

/** Which key of several is meant. */
export interface KeyChoice {
  readonly kid: string | undefined;
  readonly algorithm: string;
}

/**
 * Reads the issuer's key from PEM (private key, public key, certificate), a JWK, or a JWK set.
 *
 * @param name - what the text came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE`
 */
export function readKeyMaterial(text: string, choice: KeyChoice, name: string): KeyMaterial {
  const keys = holdsPrivateKey(text.trim(), name) ? readSigningKeys(text, name) : readKeys(text, name);
  const certificate = pemBlocks(text).find(({ label }) => label === 'CERTIFICATE')?.text;
  return { ...materialOf(keyMeant(keys, choice)), certificate };
}

function holdsPrivateKey(text: string, name: string): boolean {
  if (text.startsWith('{')) return parseJwks(text, name).jwks.some(isPrivate);
  return pemBlocks(text).some(({ label }) => label.endsWith('PRIVATE KEY'));
}

/** The key of the token's id; else the first that the token's algorithm is for, else the first. */
export function keyMeant(
  keys: readonly Pick<VerificationKey, 'key' | 'kid' | 'algorithms'>[],
  { kid, algorithm }: KeyChoice,
): KeyObject | undefined {
  const named = kid === undefined ? undefined : keys.find((key) => key.kid === kid);
  return (named ?? keys.find(({ algorithms }) => algorithms.includes(algorithm)) ?? keys[0])?.key;
}

/** Sorts a key into what it gives. Of a shared secret there is no public half. */
export function materialOf(key: KeyObject | undefined): KeyMaterial {
  const certificate = undefined;
  if (key?.type === 'private') return { issuerKey: key, publicKey: createPublicKey(key), certificate };
  if (key?.type === 'secret') return { issuerKey: key, publicKey: undefined, certificate };
  return { issuerKey: undefined, publicKey: key, certificate };
}
