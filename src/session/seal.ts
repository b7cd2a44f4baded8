import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { type KeySource, type ScryptCost, SEALED_VERSION, type SealedDocument } from './sealed-document.js';

/** What a passphrase costs whoever guesses it, and each command once: 128 MiB and about half a second. */
export const SCRYPT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key that nobody can guess. */
export const newKey = (): Buffer => randomBytes(KEY_BYTES);

/** What a new passphrase is to become a key with. */
export const newPassphraseSource = (cost: ScryptCost = SCRYPT_COST): KeySource & { by: 'passphrase' } => ({
  by: 'passphrase',
  cost,
  salt: randomBytes(16).toString('base64'),
});

/**
 * The key that a passphrase stands for.
 *
 * @see RFC 7914 (scrypt); RFC 8265 section 4.2: a passphrase that was typed on another keyboard is the same one.
 */
export function keyOfPassphrase(
  passphrase: string,
  { cost, salt }: KeySource & { readonly by: 'passphrase' },
): Promise<Buffer> {
  const options = { ...cost, maxmem: 256 * cost.r * (cost.N + cost.p + 2) };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** Encrypts a text; what its key is made of is signed with it. */
export function seal(text: string, key: Buffer, source: KeySource): SealedDocument {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(signedWith(source));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    version: SEALED_VERSION,
    key: source,
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    data: data.toString('base64'),
  };
}

/** The text again; undefined where the key is another one, or anything was changed since. */
export function unseal({ key: source, nonce, data }: SealedDocument, key: Buffer): string | undefined {
  const sealed = Buffer.from(data, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(signedWith(source))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function signedWith(source: KeySource): Buffer {
  const parts =
    source.by === 'keyring' ? [source.account] : [source.cost.N, source.cost.r, source.cost.p, source.salt];
  return Buffer.from(JSON.stringify(['authctl', SEALED_VERSION, 'aes-256-gcm', source.by, ...parts]));
}
