import type { KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { weaknessFor } from './verification-key.js';

/** A key that signatures can be made with, and what it is good for. */
export interface SigningKey {
  /** A private key or a secret. */
  readonly key: KeyObject;
  /** The only algorithms it may sign with, from its type, and from `alg` where it names one. */
  readonly algorithms: readonly string[];
  readonly kid: string | undefined;
  /** What it is, for a person: `RSA 2048`. */
  readonly description: string;
}

/**
 * Every algorithm that tokens can be signed with here: those of jose 6, and `ES256K` and `Ed448`, which it has not.
 * `none` is not among them; ML-DSA needs Node.js 24.7 or later.
 *
 * @see RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 8812 section 3.2, RFC 9864 section 2.2
 */
export const SIGNING_ALGORITHMS = [
  ...['HS256', 'HS384', 'HS512'],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'ES256K', 'Ed25519', 'Ed448', 'EdDSA'],
  ...['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
] as const;

/**
 * Settles the algorithm that a key signs with: the one asked for, else the key's own or its first; `Ed25519` and
 * `Ed448` come before their older name `EdDSA`, which does not say the curve.
 *
 * @param wanted - a name of an algorithm.
 * @param allowWeak - let an RSA key below 2048 bits or a secret shorter than its hash sign all the same.
 * @throws {AuthctlError} `KEY_UNUSABLE` where the key is not for that algorithm, or too weak.
 * @see RFC 9864 section 2.2 (Ed25519, Ed448), RFC 7518 sections 3.2 and 3.3 (sizes)
 */
export function chooseAlgorithm(key: SigningKey, wanted: string | undefined, allowWeak = false): string {
  const { algorithms, description } = key;
  const alg = wanted ?? algorithms.find((name) => name !== 'EdDSA') ?? algorithms[0];
  if (alg === undefined || !algorithms.includes(alg)) {
    throw new AuthctlError('KEY_UNUSABLE', `the key (${description}) cannot sign with ${alg}`, {
      hint: `it is for ${algorithms.join(', ')}; choose one of them with --alg, or another key`,
    });
  }
  const weakness = allowWeak ? undefined : weaknessFor(key, alg);
  if (weakness !== undefined) {
    throw new AuthctlError('KEY_UNUSABLE', weakness, {
      hint: 'take a stronger key, made with `authctl keys generate`, or add --allow-weak-keys',
    });
  }
  return alg;
}
