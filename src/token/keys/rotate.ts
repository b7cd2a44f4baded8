import { AuthctlError } from '../../errors.js';
import { type JsonObject, memberOf } from '../json.js';
import { type GeneratedKey, generateKey, KEY_ALGORITHMS, type KeyAlgorithm } from './generate.js';
import { readKeyFile, type StoredKey } from './key-file.js';
import { pinned } from './verification-key.js';
import { publicHalf, toJwk } from './write-keys.js';

export interface RotateOptions {
  /** What the new key is for; default: what the first private key of the set is for. */
  readonly algorithm?: KeyAlgorithm | undefined;
  /** How many of the older keys are kept; default: all. */
  readonly keep?: number | undefined;
}

/** A key set with a new key. */
export interface Rotation {
  /** The whole set, the new key first; private. */
  readonly jwks: { readonly keys: readonly JsonObject[] };
  readonly added: GeneratedKey;
  /** Older keys that stay, without their private halves, so that they verify and sign no more. */
  readonly kept: readonly JsonObject[];
  /** Older keys that are gone: what they signed is refused from now on. */
  readonly dropped: readonly JsonObject[];
}

/**
 * Puts a new key at the head of a private key set. The older ones stay for verification: of key pairs the public half, a
 * shared secret as it is.
 *
 * @param text - a JWK set, or one JWK, which becomes a set.
 * @param name - what the text came from, for messages.
 * @throws {AuthctlError} `KEY_UNUSABLE` where the text is no key set, or a public one: a private key put into it would
 * be published.
 */
export async function rotate(text: string, name: string, options: RotateOptions = {}): Promise<Rotation> {
  const { format, keys } = readKeyFile(text, name);
  if (format === 'pem') {
    throw new AuthctlError('KEY_UNUSABLE', `${name} is PEM, and a key set is JSON`, {
      hint: 'write it as one with `authctl keys convert FILE --to jwk --out SET`',
    });
  }
  const newest = keys.find(({ key }) => key.type !== 'public');
  if (newest === undefined) {
    throw new AuthctlError('KEY_UNUSABLE', `${name} holds public keys only`, {
      hint: 'rotate the set with the private keys, and publish it with `authctl keys public FILE`',
    });
  }
  const added = await generateKey({ algorithm: options.algorithm ?? purposeOf(newest, name) });
  const older = await Promise.all(keys.map((key) => toJwk(forVerification(key))));
  const kept = older.slice(0, options.keep ?? older.length);
  return { jwks: { keys: [added.jwk, ...kept] }, added, kept, dropped: older.slice(kept.length) };
}

const forVerification = (key: StoredKey): StoredKey => (key.key.type === 'private' ? publicHalf(key) : key);

function purposeOf({ key, notes }: StoredKey, name: string): KeyAlgorithm {
  const alg = memberOf(notes, 'alg') ?? pinned(key)?.algorithms[0];
  const known = KEY_ALGORITHMS.find((algorithm) => algorithm === alg);
  if (known) return known;
  throw new AuthctlError('KEY_UNUSABLE', `${name} does not say what its newest key is for`, {
    hint: 'say what the new one is for with --alg',
  });
}
