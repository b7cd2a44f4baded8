import { isUtf8 } from 'node:buffer';
import { createPrivateKey, createPublicKey, createSecretKey, X509Certificate } from 'node:crypto';
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
 * stand for. One line end after it does not count. Bytes that are no UTF-8 are the secret themselves, all of them.
 *
 * @param content - of a file as it is, or a text.
 * @param name - what it came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE` where it is empty, not in its encoding, or a key of another kind (PEM, DER, JWK, key
 * set): taking a public key for a secret is how signatures are forged (RFC 8725 section 2.1).
 */
export function readSecret(content: string | Uint8Array, name: string): VerificationKey {
  const bytes = secretBytes(content, name);
  if (bytes.length === 0) throw new AuthctlError('KEY_UNUSABLE', `${name} is empty`);
  const other = otherKindOf(bytes);
  if (other !== undefined) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds ${other}, not a shared secret`, {
      hint: 'give it with --key',
    });
  }
  const key = pinned(createSecretKey(bytes));
  if (!key) throw new AuthctlError('KEY_UNUSABLE', `${name} cannot be used with HMAC`);
  return key;
}

/**
 * The bytes of a shared secret, read in the same way, whatever they are: empty ones and PEM too.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` where it is not in its encoding.
 */
export function secretBytes(content: string | Uint8Array, name: string): Buffer {
  const text = textIn(content);
  if (text === undefined) return Buffer.from(content as Uint8Array);
  const secret = text.replace(/\r?\n$/, '');
  for (const [prefix, { encoding, allowed }] of Object.entries(ENCODINGS)) {
    if (!secret.startsWith(prefix)) continue;
    const encoded = secret.slice(prefix.length).trim();
    if (allowed.test(encoded)) return Buffer.from(encoded, encoding);
    throw new AuthctlError('KEY_UNUSABLE', `${name} is not ${encoding} after \`${prefix}\``);
  }
  return Buffer.from(secret, 'utf8');
}

/** @returns undefined for bytes that are no UTF-8. */
function textIn(content: string | Uint8Array): string | undefined {
  if (typeof content === 'string') return content;
  return isUtf8(content) ? Buffer.from(content).toString('utf8') : undefined;
}

/** What a file holds that was meant for `--key`; undefined where it can be a secret. */
function otherKindOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  if (text.includes('-----BEGIN ')) return 'a PEM key';
  const json = text.trimStart().startsWith('{') ? parseJson(text) : undefined;
  if (isJsonObject(json) && typeof memberOf(json, 'kty') === 'string') return 'a JWK';
  if (isJsonObject(json) && Array.isArray(memberOf(json, 'keys'))) return 'a key set';
  if (isDerKey(bytes)) return 'a DER key';
  // The lines between those of a PEM file, which some take for the key itself.
  const isBase64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text);
  return isBase64 && isDerKey(Buffer.from(text, 'base64')) ? 'a DER key in Base64' : undefined;
}

const SEQUENCE = 0x30;

const DER_FORMS: readonly ((key: Buffer) => unknown)[] = [
  (key) => createPublicKey({ key, format: 'der', type: 'spki' }),
  (key) => createPublicKey({ key, format: 'der', type: 'pkcs1' }),
  (key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
  (key) => createPrivateKey({ key, format: 'der', type: 'pkcs1' }),
  (key) => createPrivateKey({ key, format: 'der', type: 'sec1' }),
  (key) => new X509Certificate(key),
];

const isDerKey = (bytes: Buffer): boolean =>
  bytes[0] === SEQUENCE && DER_FORMS.some((read) => isReadable(() => read(bytes)));

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
