import { createPrivateKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { type JsonObject, memberOf } from '../json.js';
import { isPrivate, namesOf, parseJwks, secretOf } from './jwk.js';
import { isEncrypted, neitherPemNorJwk, type PemBlock, pemBlocks } from './pem.js';
import type { SigningKey } from './signing-key.js';
import { describeKey, pinned } from './verification-key.js';

/**
 * Reads private keys from a text: PEM (PKCS #8, PKCS #1, SEC 1), a JWK, or a JWK set, in which public keys and keys that
 * are not for signing are passed over. A JWK of type `oct` is a shared secret.
 *
 * @param name - what the text came from, for messages.
 * @returns at least one key, in the order of the text.
 * @throws {AuthctlError} `KEY_UNUSABLE` where nothing in it can sign: it is public, encrypted, for encryption, or of a
 * kind that no supported algorithm uses.
 * @see RFC 7517 sections 4 and 5, RFC 7468
 */
export function readSigningKeys(text: string, name: string): readonly SigningKey[] {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? fromJwks(trimmed, name) : fromPem(trimmed, name);
}

function fromPem(text: string, name: string): readonly SigningKey[] {
  const blocks = pemBlocks(text);
  if (blocks.length === 0) throw neitherPemNorJwk(name);
  const secret = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  if (secret.length === 0) throw onlyPublic(name);
  return secret.map((block) => fromBlock(block, name));
}

function fromBlock(block: PemBlock, name: string): SigningKey {
  if (isEncrypted(block)) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds an encrypted private key`, {
      hint: 'write it without its pass phrase, for this machine only: openssl pkey -in FILE -out PLAIN',
    });
  }
  return usable(privateKey({ key: block.text, format: 'pem' }, name), {}, name);
}

function fromJwks(text: string, name: string): readonly SigningKey[] {
  const { jwks, isSet } = parseJwks(text, name);
  const secret = jwks.filter(isPrivate);
  if (secret.length === 0) throw onlyPublic(name);
  if (!isSet) return secret.map((jwk) => fromJwk(jwk, name));
  const usableOnes = secret.filter(isForSigning).flatMap((jwk) => {
    const key = pinned(keyOf(jwk, name), namesOf(jwk));
    return key ? [key] : [];
  });
  if (usableOnes.length > 0) return usableOnes;
  throw new AuthctlError('KEY_UNUSABLE', `${name} holds no key that signs`, { hint: SIGNING_KEYS });
}

function fromJwk(jwk: JsonObject, name: string): SigningKey {
  if (!isForSigning(jwk)) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key that is not for signing`, {
      hint: 'its `use` or `key_ops` says so; take another key',
    });
  }
  return usable(keyOf(jwk, name), namesOf(jwk), name);
}

/** @see RFC 7517 sections 4.2 and 4.3 */
function isForSigning(jwk: JsonObject): boolean {
  const operations = memberOf(jwk, 'key_ops');
  return memberOf(jwk, 'use') !== 'enc' && (!Array.isArray(operations) || operations.includes('sign'));
}

const keyOf = (jwk: JsonObject, name: string): KeyObject =>
  memberOf(jwk, 'kty') === 'oct'
    ? secretOf(jwk, name)
    : privateKey({ key: { ...jwk }, format: 'jwk' } as unknown as JsonWebKeyInput, name);

function usable(key: KeyObject, names: { kid?: string | undefined; alg?: string | undefined }, name: string) {
  const signing = pinned(key, names);
  if (signing) return signing;
  const what = names.alg === undefined ? describeKey(key) : `${describeKey(key)} for ${names.alg}`;
  throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key (${what}) that signs no JWS known here`, {
    hint: SIGNING_KEYS,
  });
}

const SIGNING_KEYS =
  'take RSA, EC on P-256, P-384, P-521 or secp256k1, Ed25519 or Ed448; `authctl keys generate` makes one';

function privateKey(source: Parameters<typeof createPrivateKey>[0], name: string): KeyObject {
  try {
    return createPrivateKey(source);
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a private key that cannot be read`, {
      cause,
      hint: 'a private key is PEM (PKCS #8, PKCS #1, SEC 1) or a JWK',
    });
  }
}

const onlyPublic = (name: string): AuthctlError =>
  new AuthctlError('KEY_UNUSABLE', `${name} holds a public key, and signing takes the private one`, {
    hint: 'give the file with the private key; `authctl keys generate` makes one',
  });
