import { createPublicKey, createSecretKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { isJsonObject, type JsonObject, memberOf, parseJson } from '../json.js';
import { describeKey, pinned, type VerificationKey } from './verification-key.js';

/** A key set with more is not searched for the right one. */
const MAX_KEYS = 1_000;

/**
 * Reads public keys from a text: PEM (SPKI, PKCS #1, X.509 certificate, or a private key, of which the public half is
 * taken), a JWK, or a JWK set. Keys of a set that are not for signatures, or of a kind unknown here, are left out.
 *
 * @param name - what the text came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE` where nothing in it can verify a signature.
 * @see RFC 7517 sections 4 and 5, RFC 7468
 */
export function readKeys(text: string, name: string): readonly VerificationKey[] {
  const trimmed = text.trim();
  const keys = trimmed.startsWith('{') ? readJwks(trimmed, name) : readPem(trimmed, name);
  if (keys.length === 0) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds no key that verifies signatures`);
  }
  return keys;
}

function readPem(text: string, name: string): readonly VerificationKey[] {
  const blocks = text.match(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g) ?? [];
  if (blocks.length === 0) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds neither PEM nor a JWK`, {
      hint: 'a shared secret is given with --secret-file',
    });
  }
  return blocks
    .filter((block) => !block.includes('BEGIN EC PARAMETERS'))
    .map((block) => fromPem(block, name));
}

function fromPem(block: string, name: string): VerificationKey {
  if (block.includes('ENCRYPTED')) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds an encrypted private key`, {
      hint: 'verifying takes the public key only: openssl pkey -pubout',
    });
  }
  return onlyUsable(publicKey({ key: block, format: 'pem' }, name), {}, name);
}

function readJwks(text: string, name: string): readonly VerificationKey[] {
  const json = parseJson(text);
  if (!isJsonObject(json)) throw new AuthctlError('KEY_UNUSABLE', `${name} opens like JSON but is none`);
  const keys = memberOf(json, 'keys');
  if (!Array.isArray(keys)) return [onlyUsable(fromJwk(json, name), namesOf(json), name)];
  if (keys.length > MAX_KEYS) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds ${keys.length} keys, more than ${MAX_KEYS}`);
  }
  return keys.flatMap((jwk) => (isJsonObject(jwk) ? usableOfSet(jwk, name) : []));
}

/** @see RFC 7517 section 5: keys that are not understood are ignored. */
function usableOfSet(jwk: JsonObject, name: string): readonly VerificationKey[] {
  if (memberOf(jwk, 'use') === 'enc' || !mayVerify(memberOf(jwk, 'key_ops'))) return [];
  try {
    return [pinned(fromJwk(jwk, name), namesOf(jwk)) ?? []].flat();
  } catch (error) {
    if (error instanceof AuthctlError) return [];
    throw error;
  }
}

const mayVerify = (operations: unknown): boolean =>
  !Array.isArray(operations) || operations.includes('verify');

function namesOf(jwk: JsonObject): { readonly kid: string | undefined; readonly alg: string | undefined } {
  const [kid, alg] = [memberOf(jwk, 'kid'), memberOf(jwk, 'alg')];
  return { kid: typeof kid === 'string' ? kid : undefined, alg: typeof alg === 'string' ? alg : undefined };
}

function onlyUsable(
  key: KeyObject,
  names: { readonly kid?: string | undefined; readonly alg?: string | undefined },
  name: string,
): VerificationKey {
  const usable = pinned(key, names);
  if (usable) return usable;
  const what = names.alg === undefined ? describeKey(key) : `${describeKey(key)} for ${names.alg}`;
  throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key (${what}) that verifies no JWS known here`);
}

function fromJwk(jwk: JsonObject, name: string): KeyObject {
  if (memberOf(jwk, 'kty') !== 'oct') {
    return publicKey({ key: { ...jwk }, format: 'jwk' } as unknown as JsonWebKeyInput, name);
  }
  const secret = memberOf(jwk, 'k');
  if (typeof secret !== 'string' || secret === '') {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a JWK without its secret \`k\``);
  }
  return createSecretKey(Buffer.from(secret, 'base64url'));
}

function publicKey(source: Parameters<typeof createPublicKey>[0], name: string): KeyObject {
  try {
    return createPublicKey(source);
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key that cannot be read`, {
      cause,
      hint: 'a key is PEM (public key, private key or certificate) or a JWK',
    });
  }
}
