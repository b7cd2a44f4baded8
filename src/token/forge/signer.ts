import { constants, createHmac, type KeyObject, type SigningOptions, sign, verify } from 'node:crypto';

const HASHES: Readonly<Record<string, string>> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' };

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/**
 * Signs whatever it is given with whatever key it is given: an empty secret, a public key's text as one, a key that is
 * too short. A sound signer refuses these, which is why there is this one; nothing else may use it.
 *
 * @param algorithm - HS, RS, PS, ES with 256, 384 or 512, or EdDSA.
 * @param input - what is signed: `header.payload`.
 * @returns the signature, base64url.
 * @throws {Error} where the key is of another kind than the algorithm: check with `algorithmFor` before.
 * @see RFC 7518 section 3, RFC 8037 section 3.1
 */
export function forgeSignature(
  algorithm: string,
  key: KeyObject | string | Uint8Array,
  input: string,
): string {
  const hash = HASHES[algorithm.slice(2)] ?? '';
  if (algorithm.startsWith('HS')) {
    return createHmac(hash, isKeyObject(key) ? key : Buffer.from(key))
      .update(input)
      .digest('base64url');
  }
  if (!isKeyObject(key)) throw new Error(`${algorithm} signs with a private key`);
  return asymmetric(algorithm, hash, key, Buffer.from(input)).toString('base64url');
}

const isKeyObject = (key: KeyObject | string | Uint8Array): key is KeyObject =>
  typeof key === 'object' && 'type' in key;

function asymmetric(algorithm: string, hash: string, key: KeyObject, input: Buffer): Buffer {
  return sign(isEdwards(algorithm) ? null : hash, input, { key, ...optionsOf(algorithm) });
}

const isEdwards = (algorithm: string): boolean => algorithm.startsWith('Ed');

function optionsOf(algorithm: string): SigningOptions {
  if (algorithm.startsWith('PS')) {
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  }
  return algorithm.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' } : {};
}

/**
 * Whether a key made a signature; false also where it is for another algorithm.
 *
 * @param key - a secret or a public key.
 */
export function madeBy(algorithm: string, key: KeyObject, input: string, signature: Uint8Array): boolean {
  if (algorithmFor(key, algorithm) !== algorithm) return false;
  if (key.type === 'secret') {
    return Buffer.from(forgeSignature(algorithm, key, input), 'base64url').equals(signature);
  }
  const hash = isEdwards(algorithm) ? null : (HASHES[algorithm.slice(2)] ?? null);
  return verify(hash, Buffer.from(input), { key, ...optionsOf(algorithm) }, signature);
}

/**
 * What an issuer's key signs with: what the token says where the key can do that, else what is usual for the key.
 *
 * @returns undefined where the token is signed with an algorithm for another kind of key, or nothing here uses the key.
 */
export function algorithmFor(key: KeyObject, algorithm: string): string | undefined {
  const able = abilitiesOf(key);
  if (able.includes(algorithm)) return algorithm;
  return KNOWN.test(algorithm) ? undefined : able[0];
}

const KNOWN = /^(?:(?:HS|RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519|Ed448)$/;

function abilitiesOf(key: KeyObject): readonly string[] {
  if (key.type === 'secret') return ['HS256', 'HS384', 'HS512'];
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
    case 'rsa-pss':
      return ['PS256', 'PS384', 'PS512'];
    case 'ec':
      return [CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? []].flat();
    case 'ed25519':
      return ['EdDSA', 'Ed25519'];
    case 'ed448':
      return ['EdDSA', 'Ed448'];
    default:
      return [];
  }
}
