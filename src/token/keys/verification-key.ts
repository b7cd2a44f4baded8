import type { KeyObject } from 'node:crypto';

/** A key that signatures can be checked with, and what it is good for. */
export interface VerificationKey {
  /** A public key or a secret, never a private key: what it is decides what it can verify. */
  readonly key: KeyObject;
  /** The only algorithms it may be used with, from its type, and from `alg` where it names one. */
  readonly algorithms: readonly string[];
  readonly kid: string | undefined;
  /** What it is, for a person: `RSA 2048`. */
  readonly description: string;
}

const CURVES: Readonly<Record<string, { readonly name: string; readonly algorithm: string }>> = {
  prime256v1: { name: 'P-256', algorithm: 'ES256' },
  secp384r1: { name: 'P-384', algorithm: 'ES384' },
  secp521r1: { name: 'P-521', algorithm: 'ES512' },
  secp256k1: { name: 'secp256k1', algorithm: 'ES256K' },
};

/** Node.js knows these from 24.7 on. @see FIPS 204; the key type of a JWK is `AKP` */
const ML_DSA: Readonly<Record<string, string>> = {
  'ml-dsa-44': 'ML-DSA-44',
  'ml-dsa-65': 'ML-DSA-65',
  'ml-dsa-87': 'ML-DSA-87',
};

const RSA_PKCS1 = ['RS256', 'RS384', 'RS512'];
const RSA_PSS = ['PS256', 'PS384', 'PS512'];
const HMAC_BITS = { HS256: 256, HS384: 384, HS512: 512 } as const;

/** Smaller ones are refused. @see RFC 7518 section 3.3, RFC 8725 section 3.5 */
export const MIN_RSA_BITS = 2048;

/**
 * Pins a key to its algorithms.
 *
 * @param names - `kid` and `alg` of the JWK it came from.
 * @returns undefined for a kind of key that no supported algorithm uses, or an `alg` that the key cannot have.
 */
export function pinned(
  key: KeyObject,
  names: { readonly kid?: string | undefined; readonly alg?: string | undefined } = {},
): VerificationKey | undefined {
  const { algorithms: possible, description } = abilitiesOf(key);
  const algorithms = names.alg === undefined ? possible : possible.filter((name) => name === names.alg);
  if (algorithms.length === 0) return undefined;
  return { key, algorithms, kid: names.kid, description };
}

function abilitiesOf(key: KeyObject): {
  readonly algorithms: readonly string[];
  readonly description: string;
} {
  if (key.type === 'secret') {
    return { algorithms: Object.keys(HMAC_BITS), description: `secret of ${secretBits(key) / 8} bytes` };
  }
  const { namedCurve = '', hashAlgorithm } = key.asymmetricKeyDetails ?? {};
  const curve = CURVES[namedCurve];
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return { algorithms: [...RSA_PKCS1, ...RSA_PSS], description: `RSA ${rsaBits(key)}` };
    case 'rsa-pss':
      return {
        algorithms: RSA_PSS.filter(
          (name) => hashAlgorithm === undefined || hashAlgorithm === `sha${name.slice(2)}`,
        ),
        description: `RSA-PSS ${rsaBits(key)}`,
      };
    case 'ec':
      return { algorithms: curve ? [curve.algorithm] : [], description: `EC ${curve?.name ?? namedCurve}` };
    case 'ed25519':
      return { algorithms: ['EdDSA', 'Ed25519'], description: 'Ed25519' };
    case 'ed448':
      return { algorithms: ['EdDSA', 'Ed448'], description: 'Ed448' };
    default:
      return otherAbilities(String(key.asymmetricKeyType));
  }
}

function otherAbilities(type: string): ReturnType<typeof abilitiesOf> {
  const mlDsa = ML_DSA[type];
  return mlDsa === undefined
    ? { algorithms: [], description: type }
    : { algorithms: [mlDsa], description: mlDsa };
}

/** What a key is, for a person, also where nothing supported uses it. */
export const describeKey = (key: KeyObject): string => abilitiesOf(key).description;

const secretBits = (key: KeyObject): number => (key.symmetricKeySize ?? 0) * 8;
const rsaBits = (key: KeyObject): number => key.asymmetricKeyDetails?.modulusLength ?? 0;

/**
 * Why a key is too weak for an algorithm; undefined where it is not.
 *
 * @see RFC 7518 section 3.2 (a secret is at least as long as the hash), 3.3 (RSA has 2048 bits or more), RFC 8017
 * section 3.1 (the exponent is odd and 3 or more)
 */
export function weaknessFor({ key }: VerificationKey, algorithm: string): string | undefined {
  if (key.type === 'secret') {
    const needed = HMAC_BITS[algorithm as keyof typeof HMAC_BITS] ?? 0;
    return secretBits(key) < needed
      ? `the secret has ${secretBits(key)} bits, and ${algorithm} needs ${needed}`
      : undefined;
  }
  if (!key.asymmetricKeyType?.startsWith('rsa')) return undefined;
  if (rsaBits(key) < MIN_RSA_BITS) {
    return `the RSA key has ${rsaBits(key)} bits, and ${MIN_RSA_BITS} are the least`;
  }
  const exponent = key.asymmetricKeyDetails?.publicExponent ?? 0n;
  return exponent < 3n || exponent % 2n === 0n
    ? `the RSA key has the public exponent ${exponent}, with which anybody can sign`
    : undefined;
}
