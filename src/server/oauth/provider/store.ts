import type { Adapter, AdapterPayload } from 'oidc-provider';
import { ExpiringMap } from '../../expiring-map.js';

/** Clients that register themselves never expire, so there is a limit to them. */
export const MOST_REGISTERED_CLIENTS = 1_000;

/**
 * How many entries of one kind are kept: unfinished logins, sessions, refresh tokens. The oldest make room, so that nobody
 * can fill the memory; a login that is given up takes as much of it as one that goes on.
 */
export const MOST_OF_A_KIND = 10_000;

/** Notes of access tokens are small, and a revoked grant ends only those that are noted. */
const MOST_NOTES = 100_000;

/** For so many seconds a device is told that its code has expired (RFC 8628 section 3.5), and not that there is none. */
const KNOWN_AS_EXPIRED = 600;

const ISSUED = 'IssuedToken';

/** What is limited where it is asked for, and never makes room. */
const LASTING: readonly string[] = ['Client', 'RegistrationAccessToken'];

interface Stored {
  readonly model: string;
  readonly payload: AdapterPayload;
}

/**
 * What the engine remembers: grants, codes, refresh tokens, sessions, registered clients; all of it in memory, each
 * entry until it expires. One store outlives the providers that are built over it.
 */
export class OAuthStore {
  readonly #entries: ExpiringMap<Stored>;
  /** Session `uid` and device user code, to the key of the entry. */
  readonly #aliases = new Map<string, string>();
  readonly #byGrant = new Map<string, Set<string>>();
  /** Keys of a kind that may make room, the one that was not written for longest in front. */
  readonly #byModel = new Map<string, Set<string>>();
  #clients = 0;

  readonly #ended: (jti: string, expiresAt: number) => void;

  /**
   * @param now - whole seconds since the epoch, by the clock that the engine goes by.
   * @param ended - called for each access token that was issued under a grant which is revoked.
   */
  constructor(now: () => number, ended: (jti: string, expiresAt: number) => void) {
    this.#ended = ended;
    this.#entries = new ExpiringMap(now, (key, stored) => this.#unlink(key, stored));
  }

  /** Whether another client may still register itself. */
  get hasRoomForClients(): boolean {
    return this.#clients < MOST_REGISTERED_CLIENTS;
  }

  get size(): number {
    return this.#entries.size;
  }

  clear(): void {
    this.#entries.clear();
    this.#aliases.clear();
    this.#byGrant.clear();
    this.#byModel.clear();
    this.#clients = 0;
  }

  /** Remembers an access token, which is stored nowhere, so that revoking its grant ends it too. */
  noteIssued(jti: string, grantId: string, expiresAt: number): void {
    this.#put(`${ISSUED}:${jti}`, { model: ISSUED, payload: { jti, grantId, exp: expiresAt } }, expiresAt);
  }

  /** The view of one kind of entries, as the engine wants it. */
  adapter(model: string, now: () => number): Adapter {
    const keyOf = (id: string) => `${model}:${id}`;
    const find = async (key: string | undefined) => (key ? this.#entries.get(key)?.payload : undefined);
    return {
      upsert: async (id, payload, expiresIn) => {
        const kept =
          (expiresIn ?? Number.POSITIVE_INFINITY) + (model === 'DeviceCode' ? KNOWN_AS_EXPIRED : 0);
        this.#put(keyOf(id), { model, payload }, now() + kept);
      },
      find: (id) => find(keyOf(id)),
      findByUid: (uid) => find(this.#aliases.get(`${model}:uid:${uid}`)),
      findByUserCode: (code) => find(this.#aliases.get(`${model}:code:${code}`)),
      consume: async (id) => {
        const stored = this.#entries.get(keyOf(id));
        if (stored) stored.payload.consumed = now();
      },
      destroy: async (id) => this.#drop(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const key of this.#byGrant.get(grantId) ?? []) this.#drop(key);
      },
    };
  }

  #put(key: string, stored: Stored, expiresAt: number): void {
    const before = this.#entries.get(key);
    if (before) this.#unlink(key, before);
    if (stored.model === 'Client') this.#clients += 1;
    for (const alias of aliasesOf(stored)) this.#aliases.set(alias, key);
    const { grantId } = stored.payload;
    if (grantId) setIn(this.#byGrant, grantId).add(key);
    this.#entries.set(key, stored, expiresAt);
    if (!LASTING.includes(stored.model)) this.#makeRoom(stored.model, key);
  }

  /** Forgets the oldest entry of a kind where there are too many; nothing is revoked by that. */
  #makeRoom(model: string, newest: string): void {
    const keys = setIn(this.#byModel, model);
    keys.add(newest);
    if (keys.size <= (model === ISSUED ? MOST_NOTES : MOST_OF_A_KIND)) return;
    const [oldest = newest] = keys;
    const stored = this.#entries.delete(oldest);
    if (stored) this.#unlink(oldest, stored);
  }

  #drop(key: string): void {
    const stored = this.#entries.delete(key);
    if (!stored) return;
    this.#unlink(key, stored);
    const { jti, exp } = stored.payload;
    if (stored.model === ISSUED && jti && exp) this.#ended(jti, exp);
  }

  #unlink(key: string, stored: Stored): void {
    if (stored.model === 'Client') this.#clients -= 1;
    this.#byModel.get(stored.model)?.delete(key);
    for (const alias of aliasesOf(stored)) this.#aliases.delete(alias);
    const { grantId } = stored.payload;
    if (!grantId) return;
    const keys = this.#byGrant.get(grantId);
    keys?.delete(key);
    if (keys?.size === 0) this.#byGrant.delete(grantId);
  }
}

/** The set at a name, made where there is none. */
function setIn(sets: Map<string, Set<string>>, name: string): Set<string> {
  const found = sets.get(name) ?? new Set<string>();
  sets.set(name, found);
  return found;
}

const aliasesOf = ({ model, payload: { uid, userCode } }: Stored): readonly string[] => [
  ...(uid ? [`${model}:uid:${uid}`] : []),
  ...(userCode ? [`${model}:code:${userCode}`] : []),
];
