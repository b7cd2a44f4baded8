import { createSecretKey } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { isJsonObject, memberOf, parseJson } from '../json.js';
import { pinned, type VerificationKey } from './verification-key.js';

const ENCODINGS = {
  'base64:': { encoding: 'base64', allowed: /^[A-Za-z0-9+/]+={0,2}$/ },
  'base64url:': { encoding: 'base64url', allowed: /^[A-Za-z0-9_-]+={0,2}$/ },
  'hex:': { encoding: 'hex', allowed: /^(?:[0-9a-fA-F]{2})+$/ },
} as const satisfies Record<string, { encoding: BufferEncoding; allowed: RegExp }>;

/**
 * Reads a shared secret for HMAC: its characters as UTF-8, or after `base64:`, `base64url:` or `hex:` the bytes they
 * stand for. One line end after it does not count.
 *
 * @param name - what the text came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE` where it is empty, not in its encoding, a JWK, or a PEM key: taking a public key for
 * a secret is how signatures are forged (RFC 8725 section 2.1).
 */
export function readSecret(text: string, name: string): VerificationKey {
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new AuthctlError('KEY_UNUSABLE', `${name} is empty`);
  if (secret.includes('-----BEGIN ')) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a PEM key, not a shared secret`, {
      hint: 'give it with --key',
    });
  }
  const json = secret.trimStart().startsWith('{') ? parseJson(secret) : undefined;
  if (isJsonObject(json) && memberOf(json, 'kty') !== undefined) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a JWK, not a shared secret as it is`, {
      hint: 'give it with --key',
    });
  }
  const key = pinned(createSecretKey(secretBytes(text, name)));
  if (!key) throw new AuthctlError('KEY_UNUSABLE', `${name} cannot be used with HMAC`);
  return key;
}

/**
 * The bytes of a shared secret, read in the same way, whatever they are: empty ones and PEM too.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` where it is not in its encoding.
 */
export function secretBytes(text: string, name: string): Buffer {
  const secret = text.replace(/\r?\n$/, '');
  for (const [prefix, { encoding, allowed }] of Object.entries(ENCODINGS)) {
    if (!secret.startsWith(prefix)) continue;
    const encoded = secret.slice(prefix.length).trim();
    if (allowed.test(encoded)) return Buffer.from(encoded, encoding);
    throw new AuthctlError('KEY_UNUSABLE', `${name} is not ${encoding} after \`${prefix}\``);
  }
  return Buffer.from(secret, 'utf8');
}
