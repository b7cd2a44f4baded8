import { AuthctlError } from '../errors.js';
import type { Keyring } from '../ports/keyring.js';
import type { KeySource, ScryptCost, SealedDocument } from '../session/sealed-document.js';
import type { FileKind } from '../session/storage-kind.js';

/** Where the keys of an encrypted store come from. */
export interface KeyPorts {
  keyring(): Promise<Keyring>;
  /** Asked for once. @throws {AuthctlError} `STORE_UNUSABLE` where there is none and nobody can be asked. */
  passphrase(use: 'open' | 'choose', path: string): Promise<string>;
  /** For tests, which have no half second. */
  readonly cost?: ScryptCost;
}

type By<Source extends KeySource['by']> = KeySource & { readonly by: Source };

/** Opens and makes the encrypted forms of one store. Each key is found out once: that may take a question, or a while. */
export class DocumentSeals {
  readonly #path: string;
  readonly #ports: KeyPorts;
  readonly #keys = new Map<string, Buffer>();
  #passphrase: string | undefined;

  constructor(path: string, ports: KeyPorts) {
    this.#path = path;
    this.#ports = ports;
  }

  /** @throws {AuthctlError} `STORE_UNUSABLE` where its key cannot be had, or does not fit; `KEYRING_UNUSABLE`. */
  async open(sealed: SealedDocument): Promise<string> {
    const { unseal } = await import('../session/seal.js');
    const text = unseal(sealed, await this.#keyOf(sealed.key));
    if (text !== undefined) return text;
    const [key, hint] =
      sealed.key.by === 'keyring'
        ? ['key in the keyring', 'restore the keyring, or move the file away and log in again']
        : ['passphrase', 'try again with the passphrase it was encrypted with'];
    throw this.#failure(`cannot be opened: the ${key} is not its own, or the file was changed`, hint);
  }

  /** @param source - one that was opened, or made by `sourceFor`. */
  async seal(text: string, source: KeySource): Promise<SealedDocument> {
    const { seal } = await import('../session/seal.js');
    return seal(text, await this.#keyOf(source), source);
  }

  /**
   * What a store is to be encrypted with from now on; undefined where it is not to be.
   *
   * @throws {AuthctlError} as `open`.
   */
  async sourceFor(kind: FileKind): Promise<KeySource | undefined> {
    switch (kind) {
      case 'file':
        return undefined;
      case 'encrypted-file':
        return this.#newPassphrase();
      case 'keyring':
        return this.#entryInKeyring();
    }
  }

  /** Finds out what a new encrypted file is to be encrypted with, so that it is known when that is done. */
  async choosePassphrase(): Promise<void> {
    this.#passphrase ??= await this.#ports.passphrase('choose', this.#path);
  }

  async #newPassphrase(): Promise<KeySource> {
    const { newPassphraseSource } = await import('../session/seal.js');
    await this.choosePassphrase();
    return newPassphraseSource(this.#ports.cost);
  }

  /** A key that is there already is kept: copies of the file may need it. */
  async #entryInKeyring(): Promise<KeySource> {
    const { newKey } = await import('../session/seal.js');
    const source: By<'keyring'> = { by: 'keyring', account: this.#path };
    const keyring = await this.#ports.keyring();
    const there = await keyring.get(source.account);
    const key = there === undefined ? newKey() : decodedKey(there);
    if (key === undefined) {
      throw this.#failure('has an entry in the keyring that is no key', 'remove that entry, and try again');
    }
    if (there === undefined) await keyring.set(source.account, key.toString('base64'));
    this.#keys.set(idOf(source), key);
    return source;
  }

  async #keyOf(source: KeySource): Promise<Buffer> {
    const known = this.#keys.get(idOf(source));
    if (known) return known;
    const key = source.by === 'keyring' ? await this.#kept(source) : await this.#derived(source);
    this.#keys.set(idOf(source), key);
    return key;
  }

  async #kept({ account }: By<'keyring'>): Promise<Buffer> {
    const secret = await (await this.#ports.keyring()).get(account);
    const key = secret === undefined ? undefined : decodedKey(secret);
    if (key) return key;
    throw this.#failure(
      'cannot be opened: the keyring of this user has no key for it',
      'restore the keyring, or move the file away and log in again',
    );
  }

  async #derived(source: By<'passphrase'>): Promise<Buffer> {
    const { keyOfPassphrase } = await import('../session/seal.js');
    this.#passphrase ??= await this.#ports.passphrase('open', this.#path);
    return keyOfPassphrase(this.#passphrase, source);
  }

  #failure(what: string, hint: string): AuthctlError {
    return new AuthctlError('STORE_UNUSABLE', `${this.#path} ${what}`, {
      hint: `${hint}; the file was left as it is`,
    });
  }
}

const idOf = (source: KeySource): string => JSON.stringify(source);

function decodedKey(secret: string): Buffer | undefined {
  const key = Buffer.from(secret, 'base64');
  return key.length === 32 ? key : undefined;
}
