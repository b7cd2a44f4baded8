import { createPublicKey, type KeyObject } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import { type JsonObject, memberOf } from '../json.js';
import { jwkOf } from './jwk.js';
import type { StoredKey } from './key-file.js';
import { keyIdOf } from './thumbprint.js';
import { pinned } from './verification-key.js';

/** The public half; a public key is its own. A secret has none: ask before. */
export const publicHalf = ({ key, notes }: StoredKey): StoredKey => ({
  key: key.type === 'private' ? createPublicKey(key) : key,
  notes: publicNotes(notes),
});

/** What is published of what a JWK says: nothing that is not known to be public. @see RFC 7517 sections 4.2 to 4.9 */
const PUBLIC_NOTES = ['kid', 'alg', 'use', 'x5u', 'x5c', 'x5t', 'x5t#S256'];

const publicNotes = (notes: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(notes).filter(([name]) => PUBLIC_NOTES.includes(name)));

/**
 * A key as a JWK, with what was noted of it; its `kid` is else its thumbprint (none for a secret).
 *
 * @see RFC 7517 section 4
 */
export async function toJwk({ key, notes }: StoredKey): Promise<JsonObject> {
  const kid = memberOf(notes, 'kid') ?? (await keyIdOf({ key, kid: undefined }));
  return {
    ...jwkOf(key),
    ...(kid === undefined ? {} : { kid }),
    ...notes,
  };
}

/**
 * The key set to publish: the public halves, each with its `kid`, and where nothing else is noted with `use: sig`, and
 * `alg` where the key can have one only. Secrets are left out.
 *
 * @see RFC 7517 section 5, RFC 8725 section 3.1 (a key is for one algorithm)
 */
export async function publicKeySet(
  keys: readonly StoredKey[],
): Promise<{ readonly keys: readonly JsonObject[] }> {
  const publishable = keys.filter(({ key }) => key.type !== 'secret');
  return { keys: await Promise.all(publishable.map((key) => publicJwk(publicHalf(key)))) };
}

async function publicJwk({ key, notes }: StoredKey): Promise<JsonObject> {
  const algorithms = pinned(key)?.algorithms ?? [];
  const isForSigning =
    memberOf(notes, 'alg') === undefined && memberOf(notes, 'use') !== 'enc' && algorithms.length > 0;
  if (!isForSigning) return toJwk({ key, notes });
  const [only] = algorithms.length === 1 ? algorithms : [];
  return toJwk({ key, notes: { ...(only === undefined ? {} : { alg: only }), use: 'sig', ...notes } });
}

/**
 * A key as PEM: PKCS #8 for a private one, SubjectPublicKeyInfo for a public one. Its `kid`, `alg` and `use` have no
 * place in it.
 *
 * @throws {AuthctlError} `KEY_UNUSABLE` for a secret, for which PEM has no form.
 * @see RFC 5958, RFC 5280 section 4.1
 */
export function toPem(key: KeyObject): string {
  if (key.type === 'secret') {
    throw new AuthctlError('KEY_UNUSABLE', 'a shared secret cannot be written as PEM', {
      hint: 'keep it as a JWK: --key reads that too',
    });
  }
  return key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
}
