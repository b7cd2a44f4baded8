import { ID_TOKEN_ALGORITHM, throwAwayIdentityKeys } from './identity-keys.js';
import type { SigningJwk } from './signing-jwk.js';
import { generateSigningKeys, type SigningKeys } from './signing-keys.js';

/**
 * The signing keys of one server: of access tokens, and of ID tokens. Of each kind the first one signs; those before it
 * stay published after a rotation.
 */
export class KeyRing {
  #access: readonly [SigningKeys, ...SigningKeys[]];
  #identity: readonly SigningKeys[] = [];
  #making: Promise<SigningKeys> | undefined;
  readonly #makeIdentity: () => Promise<SigningKeys>;

  /** @param makeIdentity - has the RSA key of ID tokens, which takes its time, when it is first needed. */
  constructor(first: SigningKeys, makeIdentity: () => Promise<SigningKeys> = throwAwayIdentityKeys) {
    this.#access = [first];
    this.#makeIdentity = makeIdentity;
  }

  /** What new access tokens are signed with. */
  get current(): SigningKeys {
    return this.#access[0];
  }

  /** What new ID tokens are signed with, unless a client wants them like access tokens; undefined before `prepare`. */
  get identity(): SigningKeys | undefined {
    return this.current.alg === ID_TOKEN_ALGORITHM ? this.current : this.#identity[0];
  }

  /** Every key there is by now, the one that signs access tokens first. */
  get all(): readonly [SigningKeys, ...SigningKeys[]] {
    return [...this.#access, ...this.#identity];
  }

  /** Has the key of ID tokens ready. */
  async prepare(): Promise<void> {
    if (this.identity) return;
    this.#making ??= this.#makeIdentity();
    try {
      const made = await this.#making;
      if (!this.identity) this.#identity = [made];
    } finally {
      this.#making = undefined;
    }
  }

  /** The key set to publish: complete, so that who fetches it before the first login needs no other one. */
  async published(): Promise<{ readonly keys: readonly SigningJwk[] }> {
    await this.prepare();
    return { keys: this.all.flatMap(({ jwks }) => jwks.keys) };
  }

  find(kid: string | undefined): SigningKeys | undefined {
    const isMeant = (keys: SigningKeys) => keys.kid === kid;
    return this.#access.find(isMeant) ?? this.#identity.find(isMeant);
  }

  /** Signs with new keys from now on; what was signed before stays valid. @returns the key of access tokens. */
  async rotate(): Promise<SigningKeys> {
    const [access, identity] = await Promise.all([
      generateSigningKeys(this.current.alg),
      this.#identity.length > 0 ? generateSigningKeys(ID_TOKEN_ALGORITHM) : undefined,
    ]);
    this.#access = [access, ...this.#access];
    if (identity) this.#identity = [identity, ...this.#identity];
    return access;
  }
}
