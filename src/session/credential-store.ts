import type { Session } from './session.js';
import type { StorageKind } from './storage-kind.js';

/** Where sessions are kept. Every implementation passes the same contract test. */
export interface CredentialStore {
  /** The file, or `memory`. */
  readonly location: string;
  /** How sessions are kept there now. Needs no key. @throws {AuthctlError} `STORE_UNUSABLE` */
  kind(): Promise<StorageKind>;
  /**
   * Makes sure that a session could be stored now, before anything is done that cannot be done again: with a full disk
   * a new refresh token would be lost, and the old one is used up. Sessions that are not kept as it is wished are from
   * here on; where the keyring that is wished cannot be used, a file is taken instead, and that is told.
   *
   * @param how - `insist`: on the keyring.
   * @throws {AuthctlError} `STORE_UNUSABLE`, `KEYRING_UNUSABLE`; what is stored stays as it was.
   */
  ready(how?: { readonly insist?: boolean }): Promise<void>;
  /** In order of name. @throws {AuthctlError} `STORE_UNUSABLE` when what is stored cannot be read; nothing is lost. */
  list(): Promise<readonly Session[]>;
  get(name: string): Promise<Session | undefined>;
  /** Adds or replaces the session of that name and makes it the current one. */
  put(session: Session): Promise<void>;
  /** Replaces the session of that name, whether it is the current one or not; false where there is none any more. */
  replace(session: Session): Promise<boolean>;
  /**
   * Runs something while nobody else, in this process or another, does so for the session of that name.
   *
   * @throws {AuthctlError} `STORE_UNUSABLE` when its turn does not come within a minute.
   */
  exclusively<Result>(name: string, run: () => Promise<Result>): Promise<Result>;
  /** Whether there was one. The current session becomes none when it is the one removed. */
  remove(name: string): Promise<boolean>;
  /** Makes the session of that name the current one; false where there is none. */
  use(name: string): Promise<boolean>;
  /** The session that commands use where none is named. */
  current(): Promise<string | undefined>;
}
