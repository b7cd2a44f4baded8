import { createHash, randomBytes } from 'node:crypto';

/** A user's oldest session ends when one more than this is opened, which bounds what the server remembers. */
export const MOST_SESSIONS_PER_USER = 100;

interface CookieSession {
  readonly userId: number;
  /** Seconds since the epoch; at this instant it has ended. */
  readonly expiresAt: number;
}

/** 256 random bits, new at each login. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

/** Sessions are kept under a hash of their id, so that neither a lookup's timing nor a memory dump gives ids away. */
const fingerprint = (id: string): string => createHash('sha256').update(id).digest('base64');

/** The cookie sessions of one server: what makes a login stateful. */
export class SessionTable {
  readonly #sessions = new Map<string, CookieSession>();
  readonly #now: () => number;

  /** @param now - whole seconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Starts a session and answers its id.
   *
   * @param lifetime - how long it lasts, in seconds. Using it does not prolong it.
   */
  open(userId: number, lifetime: number, id: string = newSessionId()): string {
    this.#makeRoom(userId);
    this.#sessions.set(fingerprint(id), { userId, expiresAt: this.#now() + lifetime });
    return id;
  }

  /** The user whose session this is; undefined for an id that is unknown, ended or expired. */
  userOf(id: string): number | undefined {
    const session = this.#sessions.get(fingerprint(id));
    return session && this.#now() < session.expiresAt ? session.userId : undefined;
  }

  end(id: string): void {
    this.#sessions.delete(fingerprint(id));
  }

  endAllOf(userId: number): void {
    for (const [key, session] of this.#sessions) {
      if (session.userId === userId) this.#sessions.delete(key);
    }
  }

  endAll(): void {
    this.#sessions.clear();
  }

  get size(): number {
    return this.#sessions.size;
  }

  #makeRoom(userId: number): void {
    const now = this.#now();
    const own: string[] = [];
    for (const [key, session] of this.#sessions) {
      if (session.expiresAt <= now) this.#sessions.delete(key);
      else if (session.userId === userId) own.push(key);
    }
    const tooMany = own.length - MOST_SESSIONS_PER_USER + 1;
    for (const key of own.slice(0, Math.max(0, tooMany))) this.#sessions.delete(key);
  }
}
