import type { Session } from './session.js';

/** Where sessions are kept. Every implementation passes the same contract test. */
export interface CredentialStore {
  /** For `status`: the kind of store and where it is. */
  readonly kind: 'file' | 'memory';
  readonly location: string;
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
