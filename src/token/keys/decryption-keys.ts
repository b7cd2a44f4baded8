import { createPrivateKey, createSecretKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { isJsonObject, type JsonObject, memberOf, parseJson } from '../json.js';
import { describeKey } from './verification-key.js';

/** A private key or a secret. */
export interface DecryptionKey {
  readonly key: KeyObject;
  readonly kid: string | null;
  /** The only algorithm it may be used with; null where it does not say. */
  readonly alg: string | null;
  /** What it is, for a person: `RSA 2048`. */
  readonly description: string;
}

/** Keys and the place they came from. */
export interface DecryptionKeys {
  readonly keys: readonly DecryptionKey[];
  /** A file or an environment variable, for people. */
  readonly origin: string;
}

/** A key set with more is not searched for the right one. */
const MAX_KEYS = 1_000;

/**
 * Reads private keys and secrets from a text: PEM (PKCS #8, PKCS #1, SEC 1), a JWK, or a JWK set. Keys of a set that
 * are not for decrypting, or cannot, are left out.
 *
 * @param name - what the text came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE` where nothing in it can decrypt.
 * @see RFC 7517 sections 4 and 5, RFC 7468
 */
export function readDecryptionKeys(text: string, name: string): DecryptionKeys {
  const trimmed = text.trim();
  return { keys: trimmed.startsWith('{') ? fromJson(trimmed, name) : [fromPem(trimmed, name)], origin: name };
}

/** A secret as a key: for AES, or a password (PBES2). */
export function secretAsKeys(secret: KeyObject, origin: string): DecryptionKeys {
  return { keys: [decryptionKey(secret, {})], origin };
}

const unusable = (message: string, hint?: string, cause?: unknown): AuthctlError =>
  new AuthctlError('KEY_UNUSABLE', message, { hint, cause });

const TAKES_PRIVATE = 'decrypting takes the private key: PEM (PKCS #8, PKCS #1, SEC 1) or a JWK with `d`';

function fromPem(text: string, name: string): DecryptionKey {
  if (!text.includes('-----BEGIN ')) {
    throw unusable(
      `${name} holds neither PEM nor a JWK`,
      'a shared secret or password is given with --secret-file',
    );
  }
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text)) {
    throw unusable(
      `${name} holds an encrypted private key`,
      'take its password off: openssl pkey -in FILE -out PLAIN',
    );
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw unusable(`${name} holds no private key`, TAKES_PRIVATE);
  }
  return decryptionKey(privateKey({ key: text, format: 'pem' }, name), {});
}

function fromJson(text: string, name: string): readonly DecryptionKey[] {
  const json = parseJson(text);
  if (!isJsonObject(json)) throw unusable(`${name} opens like JSON but is none`);
  const set = memberOf(json, 'keys');
  if (!Array.isArray(set)) return [fromJwk(json, name)];
  if (set.length > MAX_KEYS) throw unusable(`${name} holds ${set.length} keys, more than ${MAX_KEYS}`);
  const keys = set.flatMap((jwk) => (isJsonObject(jwk) ? usableOfSet(jwk, name) : []));
  if (keys.length === 0) throw unusable(`${name} holds no key that decrypts`, TAKES_PRIVATE);
  return keys;
}

/** @see RFC 7517 section 5: keys that are not understood are ignored. */
function usableOfSet(jwk: JsonObject, name: string): readonly DecryptionKey[] {
  if (memberOf(jwk, 'use') === 'sig') return [];
  try {
    return [fromJwk(jwk, name)];
  } catch (error) {
    if (error instanceof AuthctlError) return [];
    throw error;
  }
}

function fromJwk(jwk: JsonObject, name: string): DecryptionKey {
  if (memberOf(jwk, 'kty') === 'oct') {
    const secret = memberOf(jwk, 'k');
    if (typeof secret !== 'string' || secret === '')
      throw unusable(`${name} holds a JWK without its secret \`k\``);
    return decryptionKey(createSecretKey(Buffer.from(secret, 'base64url')), jwk);
  }
  if (memberOf(jwk, 'd') === undefined) throw unusable(`${name} holds a public key`, TAKES_PRIVATE);
  return decryptionKey(
    privateKey({ key: { ...jwk }, format: 'jwk' } as unknown as JsonWebKeyInput, name),
    jwk,
  );
}

function decryptionKey(key: KeyObject, names: JsonObject): DecryptionKey {
  const [kid, alg] = [memberOf(names, 'kid'), memberOf(names, 'alg')];
  return {
    key,
    kid: typeof kid === 'string' ? kid : null,
    alg: typeof alg === 'string' ? alg : null,
    description: describeKey(key),
  };
}

function privateKey(source: Parameters<typeof createPrivateKey>[0], name: string): KeyObject {
  try {
    return createPrivateKey(source);
  } catch (cause) {
    throw unusable(`${name} holds a key that cannot be read`, TAKES_PRIVATE, cause);
  }
}
