import { createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { type JsonObject, memberOf } from '../json.js';
import { namesOf, parseJwks, secretOf } from './jwk.js';
import { isEncrypted, neitherPemNorJwk, type PemBlock, pemBlocks } from './pem.js';
import { describeKey, pinned, type VerificationKey } from './verification-key.js';

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
  const blocks = pemBlocks(text);
  if (blocks.length === 0) throw neitherPemNorJwk(name);
  return blocks.map((block) => fromPem(block, name));
}

function fromPem(block: PemBlock, name: string): VerificationKey {
  if (isEncrypted(block)) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds an encrypted private key`, {
      hint: 'verifying takes the public key only: openssl pkey -pubout',
    });
  }
  return onlyUsable(publicKey({ key: block.text, format: 'pem' }, name), {}, name);
}

function readJwks(text: string, name: string): readonly VerificationKey[] {
  const { jwks, isSet } = parseJwks(text, name);
  if (isSet) return jwks.flatMap((jwk) => usableOfSet(jwk, name));
  return jwks.map((jwk) => onlyUsable(fromJwk(jwk, name), namesOf(jwk), name));
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
  if (memberOf(jwk, 'kty') === 'oct') return secretOf(jwk, name);
  return publicKey({ key: { ...jwk }, format: 'jwk' } as unknown as JsonWebKeyInput, name);
}

function publicKey(source: Parameters<typeof createPublicKey>[0], name: string): KeyObject {
  try {
    return createPublicKey(source);
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key that cannot be read`, {
      cause,
      hint: isPostQuantum(source)
        ? 'keys for ML-DSA take Node.js 24.7 or newer'
        : 'a key is PEM (public key, private key or certificate) or a JWK',
    });
  }
}

const isPostQuantum = (source: unknown): boolean =>
  ((source as JsonWebKeyInput).key as { readonly kty?: unknown }).kty === 'AKP';
