import { createPrivateKey, createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import type { JsonObject } from '../json.js';
import { memberOf } from '../json.js';
import { isPrivate, parseJwks, secretOf } from './jwk.js';
import { isEncrypted, neitherPemNorJwk, type PemBlock, pemBlocks } from './pem.js';

/** A key as a file holds it, whatever it is for. */
export interface StoredKey {
  /** Private, public, or a secret. */
  readonly key: KeyObject;
  /** What a JWK says besides the key itself: `kid`, `alg`, `use` and others; nothing for PEM. */
  readonly notes: JsonObject;
}

export interface KeyFile {
  readonly format: 'pem' | 'jwk' | 'jwks';
  /** In the order of the file. */
  readonly keys: readonly StoredKey[];
}

/** Members that make a key of a JWK: they come from the key itself when it is written. @see RFC 7518 section 6 */
const KEY_MEMBERS = [
  'kty',
  'crv',
  'x',
  'y',
  'd',
  'n',
  'e',
  'p',
  'q',
  'dp',
  'dq',
  'qi',
  'oth',
  'k',
  'pub',
  'priv',
];

/**
 * Reads every key of a file as it is: PEM with one or several blocks, a JWK, or a JWK set.
 *
 * @param name - what the text came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE` where it holds none, or one that cannot be read.
 */
export function readKeyFile(text: string, name: string): KeyFile {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) {
    const blocks = pemBlocks(trimmed);
    if (blocks.length === 0) throw neitherPemNorJwk(name);
    return { format: 'pem', keys: blocks.map((block) => ({ key: fromBlock(block, name), notes: {} })) };
  }
  const { jwks, isSet } = parseJwks(trimmed, name);
  if (jwks.length === 0) throw new AuthctlError('KEY_UNUSABLE', `${name} holds no key`);
  return { format: isSet ? 'jwks' : 'jwk', keys: jwks.map((jwk) => fromJwk(jwk, name)) };
}

function fromBlock(block: PemBlock, name: string): KeyObject {
  if (isEncrypted(block)) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds an encrypted private key`, {
      hint: 'write it without its pass phrase, for this machine only: openssl pkey -in FILE -out PLAIN',
    });
  }
  const read = block.label.endsWith('PRIVATE KEY') ? createPrivateKey : createPublicKey;
  return readable(() => read({ key: block.text, format: 'pem' }), name);
}

function fromJwk(jwk: JsonObject, name: string): StoredKey {
  const notes = Object.fromEntries(Object.entries(jwk).filter(([member]) => !KEY_MEMBERS.includes(member)));
  if (memberOf(jwk, 'kty') === 'oct') return { key: secretOf(jwk, name), notes };
  const read = isPrivate(jwk) ? createPrivateKey : createPublicKey;
  const source = { key: { ...jwk }, format: 'jwk' } as unknown as JsonWebKeyInput;
  return { key: readable(() => read(source), name), notes };
}

function readable(read: () => KeyObject, name: string): KeyObject {
  try {
    return read();
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key that cannot be read`, {
      cause,
      hint: 'a key is PEM or a JWK; `openssl pkey -in FILE -noout -text` says more about PEM',
    });
  }
}
