/** The place where the operating system keeps a user's secrets. */
export interface Keyring {
  /**
   * @returns the secret of that entry, or undefined where there is none.
   * @throws {AuthctlError} `KEYRING_UNUSABLE` where there is no keyring, it is locked, or it does not answer in time.
   */
  get(account: string): Promise<string | undefined>;
  /** Keeps a secret, and reads it back. @throws {AuthctlError} `KEYRING_UNUSABLE` */
  set(account: string, secret: string): Promise<void>;
}
