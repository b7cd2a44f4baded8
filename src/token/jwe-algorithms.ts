import type { KeyObject } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from './json.js';
import type { DecryptionKey } from './keys/decryption-keys.js';
import { MIN_RSA_BITS } from './keys/verification-key.js';

/** What kind of key an algorithm takes. */
type KeyKind =
  | { readonly kind: 'rsa' | 'agreement' | 'password' | 'content' }
  | { readonly kind: 'secret'; readonly bytes: number };

const secret = (bits: number): KeyKind => ({ kind: 'secret', bytes: bits / 8 });

/** The key-management algorithms that are supported. @see RFC 7518 section 4.1 */
export const KEY_ALGORITHMS: ReadonlyMap<string, KeyKind> = new Map<string, KeyKind>([
  ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((name): [string, KeyKind] => [
    name,
    { kind: 'rsa' },
  ]),
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'].map((name): [string, KeyKind] => [
    name,
    { kind: 'agreement' },
  ]),
  ...[128, 192, 256].flatMap((bits): [string, KeyKind][] => [
    [`A${bits}KW`, secret(bits)],
    [`A${bits}GCMKW`, secret(bits)],
  ]),
  ['dir', { kind: 'content' }],
  ...['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'].map((name): [string, KeyKind] => [
    name,
    { kind: 'password' },
  ]),
]);

/** Bytes of the key of each content encryption algorithm. @see RFC 7518 section 5.1 */
const CONTENT_KEY_BYTES: ReadonlyMap<unknown, number> = new Map([
  ['A128GCM', 16],
  ['A192GCM', 24],
  ['A256GCM', 32],
  ['A128CBC-HS256', 32],
  ['A192CBC-HS384', 48],
  ['A256CBC-HS512', 64],
]);

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

type Unlike = (what: string) => string;

/** Why a key is not of the kind that a header asks for; null where it is. Whether it is the right one, is not tried here. */
export function unfitFor(key: DecryptionKey, header: JsonObject): string | null {
  const alg = memberOf(header, 'alg');
  const wanted = typeof alg === 'string' ? KEY_ALGORITHMS.get(alg) : undefined;
  if (wanted === undefined) return `its algorithm ${JSON.stringify(alg)} is not supported`;
  if (key.alg !== null && key.alg !== alg && !(alg === 'dir' && key.alg === memberOf(header, 'enc'))) {
    return `the key is for ${key.alg} alone, and the token is encrypted with ${alg}`;
  }
  const unlike: Unlike = (what) => `${alg} takes ${what}, and the key is: ${key.description}`;
  return judges[wanted.kind](key.key, unlike, header, wanted);
}

const judges: Readonly<
  Record<
    KeyKind['kind'],
    (key: KeyObject, unlike: Unlike, header: JsonObject, wanted: KeyKind) => string | null
  >
> = {
  rsa(key, unlike) {
    const bits = key.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
    return bits < MIN_RSA_BITS ? unlike(`an RSA key of ${MIN_RSA_BITS} bits or more`) : null;
  },
  agreement: (key, unlike, header) => agreementUnfit(curveOf(key), memberOf(header, 'epk'), unlike),
  password: (key, unlike) => (key.type === 'secret' ? null : unlike('a password')),
  secret(key, unlike, _header, wanted) {
    const bytes = wanted.kind === 'secret' ? wanted.bytes : 0;
    return key.symmetricKeySize === bytes ? null : unlike(`a secret of ${bytes} bytes`);
  },
  content(key, unlike, header) {
    const enc = memberOf(header, 'enc');
    const bytes = CONTENT_KEY_BYTES.get(enc);
    if (bytes === undefined || key.symmetricKeySize === bytes) return null;
    return unlike(`a secret of ${bytes} bytes (${enc})`);
  },
};

function curveOf(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType === 'x25519') return 'X25519';
  return CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
}

function agreementUnfit(
  curve: string | undefined,
  epk: JsonValue | undefined,
  unlike: Unlike,
): string | null {
  if (curve === undefined) return unlike('an EC key on P-256, P-384 or P-521, or X25519');
  const wanted = isJsonObject(epk) ? memberOf(epk, 'crv') : undefined;
  return wanted === undefined || wanted === curve ? null : unlike(`a key on ${String(wanted)} here`);
}
