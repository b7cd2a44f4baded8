import type { IssuedToken, TokenWishes } from '../issued-token.js';
import type { User } from '../users.js';

/** What a running server is like at this moment; holds no secret. */
export interface ServerSnapshot {
  readonly issuer: string;
  /** Whole seconds since the epoch, by the server's clock. */
  readonly now: number;
  /** By how many seconds that clock was moved. */
  readonly clockOffset: number;
  /** Key ids, the one that signs first. */
  readonly keys: readonly string[];
  readonly faults: readonly string[];
  /** Ids of the weaknesses that are on. */
  readonly weaknesses: readonly string[];
  readonly users: readonly User[];
  /** How many cookie sessions are kept. */
  readonly sessions: number;
  /** Resource to the number of its objects. */
  readonly objects: Readonly<Record<string, number>>;
}

/** What can be done to a running server from outside of its API: by a test, or by the control routes. */
export interface ServerControls {
  snapshot(): ServerSnapshot;
  /** These faults and no others from now on, each as `--fault` takes it. @throws {AuthctlError} `USAGE` */
  setFaults(specs: readonly string[]): void;
  /**
   * These weaknesses and no others from now on; `all` stands for every one.
   *
   * @throws {AuthctlError} `USAGE` for an unknown one, and where other machines reach the server.
   */
  setWeaknesses(ids: readonly string[]): void;
  /**
   * Does what a person would do at the device page, by the code that the device shows.
   *
   * @param username - as whom it is approved; without one it is denied.
   * @returns whether there is such a code, undecided. @throws {AuthctlError} `USAGE` for an unknown user.
   */
  decideDevice(userCode: string, username?: string): Promise<boolean>;
  /** Signs with a new key from now on; tokens that were signed before stay valid. @returns the new key's id. */
  rotateKeys(): Promise<string>;
  /** Moves the clock by so many seconds; back where negative. */
  moveClock(seconds: number): void;
  /** Sets the clock to an instant, in whole seconds since the epoch. */
  setClock(instant: number): void;
  /** An access token for a user, whatever it is to say. @throws {AuthctlError} `USAGE` for an unknown user. */
  mintToken(username: string, wishes?: TokenWishes): Promise<IssuedToken>;
  /** Gives a user another role. @throws {AuthctlError} `USAGE` for an unknown user or role. */
  setRole(username: string, role: string): User;
  /** Makes users, objects, faults, weaknesses and the clock what they were at the start, and ends every session and grant. */
  reset(): void;
}
