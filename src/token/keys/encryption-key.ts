import { createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { type JsonObject, memberOf } from '../json.js';
import { namesOf, parseJwks, secretOf } from './jwk.js';
import { isEncrypted, neitherPemNorJwk, pemBlocks } from './pem.js';
import { describeKey } from './verification-key.js';

/** A recipient's key, and how the content key is carried to it. */
export interface EncryptionKey {
  /** A public key or a secret. */
  readonly key: KeyObject;
  /** @see RFC 7518 section 4.1 */
  readonly algorithm: string;
  readonly kid: string | undefined;
}

const RSA = ['RSA-OAEP-256', 'RSA-OAEP', 'RSA-OAEP-384', 'RSA-OAEP-512'];
const ECDH = ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'];
const NIST_CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * Reads the key to encrypt to: PEM (public key, certificate, or a private key, of which the public half is taken), a
 * JWK, or a JWK set, of which the first key for encryption is taken.
 *
 * RSA keys take `RSA-OAEP-256`, keys on a NIST curve or X25519 `ECDH-ES`, a secret of 16, 24 or 32 bytes `A…KW`; `alg`
 * of the JWK says otherwise.
 *
 * @param name - what the text came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE` where nothing in it can be encrypted to.
 * @see RFC 7518 section 4.1
 */
export function readEncryptionKey(text: string, name: string): EncryptionKey {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return fromPem(trimmed, name);
  const { jwks } = parseJwks(trimmed, name);
  const jwk = jwks.find(isForEncryption);
  if (jwk === undefined) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds no key that is for encryption`, {
      hint: 'its `use` is `sig`; `authctl keys generate --alg ECDH-ES` makes a key to encrypt to',
    });
  }
  const { kid, alg } = namesOf(jwk);
  const key = memberOf(jwk, 'kty') === 'oct' ? secretOf(jwk, name) : publicKey(jwk, name);
  return { key, algorithm: algorithmFor(key, alg, name), kid };
}

function fromPem(text: string, name: string): EncryptionKey {
  const [block] = pemBlocks(text);
  if (block === undefined) throw neitherPemNorJwk(name);
  if (isEncrypted(block)) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds an encrypted private key`, {
      hint: 'encrypting takes the public key only: openssl pkey -pubout',
    });
  }
  const key = readable(() => createPublicKey({ key: block.text, format: 'pem' }), name);
  return { key, algorithm: algorithmFor(key, undefined, name), kid: undefined };
}

/** @see RFC 7517 section 4.2 */
const isForEncryption = (jwk: JsonObject): boolean => memberOf(jwk, 'use') !== 'sig';

const publicKey = (jwk: JsonObject, name: string): KeyObject =>
  readable(() => createPublicKey({ key: { ...jwk }, format: 'jwk' } as unknown as JsonWebKeyInput), name);

function readable(read: () => KeyObject, name: string): KeyObject {
  try {
    return read();
  } catch (cause) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key that cannot be read`, {
      cause,
      hint: 'a key to encrypt to is PEM (public key or certificate) or a JWK',
    });
  }
}

function algorithmFor(key: KeyObject, alg: string | undefined, name: string): string {
  const possible = possibleFor(key);
  const chosen = alg ?? possible[0];
  if (chosen !== undefined && possible.includes(chosen)) return chosen;
  const what = alg === undefined ? describeKey(key) : `${describeKey(key)} for ${alg}`;
  throw new AuthctlError('KEY_UNUSABLE', `${name} holds a key (${what}) that nothing can be encrypted to`, {
    hint: 'give an RSA key, one on P-256, P-384, P-521 or X25519, or a secret of 16, 24 or 32 bytes',
  });
}

function possibleFor(key: KeyObject): readonly string[] {
  if (key.type === 'secret') {
    const bits = (key.symmetricKeySize ?? 0) * 8;
    return [128, 192, 256].includes(bits) ? [`A${bits}KW`, `A${bits}GCMKW`] : [];
  }
  const { namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return RSA;
    case 'ec':
      return NIST_CURVES.includes(namedCurve) ? ECDH : [];
    case 'x25519':
      return ECDH;
    default:
      return [];
  }
}
