import type { SigningJwk } from './signing-jwk.js';
import { generateSigningKeys, type SigningKeys } from './signing-keys.js';

/** The signing keys of one server: the one that signs, and those before it, which stay published after a rotation. */
export class KeyRing {
  #keys: readonly [SigningKeys, ...SigningKeys[]];
  readonly #changed = new Set<() => void>();

  constructor(first: SigningKeys) {
    this.#keys = [first];
  }

  /** What new tokens are signed with. */
  get current(): SigningKeys {
    return this.#keys[0];
  }

  /** Every key whose tokens are taken, the one that signs first. */
  get all(): readonly SigningKeys[] {
    return this.#keys;
  }

  /** The key set to publish. */
  get jwks(): { readonly keys: readonly SigningJwk[] } {
    return { keys: this.#keys.flatMap(({ jwks }) => jwks.keys) };
  }

  find(kid: string | undefined): SigningKeys | undefined {
    return this.#keys.find((keys) => keys.kid === kid);
  }

  /** Signs with a new key from now on. */
  async rotate(): Promise<SigningKeys> {
    return this.use(await generateSigningKeys(this.current.alg));
  }

  /** Signs with this key from now on; what was signed before stays valid. */
  use(keys: SigningKeys): SigningKeys {
    this.#keys = [keys, ...this.#keys.filter(({ kid }) => kid !== keys.kid)];
    for (const tell of this.#changed) tell();
    return keys;
  }

  /** Calls back after each change, for what holds keys of its own. */
  onChange(tell: () => void): void {
    this.#changed.add(tell);
  }
}
