import { isDeepStrictEqual } from 'node:util';
import { AccessTokens } from './access-token.js';
import type { Clock } from './clock.js';
import { CsrfTokens } from './csrf.js';
import { ExpiringMap } from './expiring-map.js';
import { FaultSet } from './faults/fault-set.js';
import { issuerHost } from './issuer-host.js';
import type { KeyRing } from './key-ring.js';
import { LazyEngine } from './oauth/engine.js';
import { ObjectStore } from './object-store.js';
import type { Policy } from './policy.js';
import { SessionTable } from './sessions.js';
import type { ServerSettings } from './settings.js';
import { cookieNameFor, type ServerState } from './state.js';
import { UserDirectory } from './users.js';
import { policyWith } from './weaknesses/policy-with.js';
import { weaknessesFor } from './weaknesses/registry.js';

export interface LiveStateOptions {
  readonly issuer: string;
  readonly port: number;
  readonly isLocal: boolean;
  readonly autoLogin?: string | undefined;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly settings: ServerSettings;
}

/** The state of a running server, and what replaces parts of it while it runs. */
export class LiveState implements ServerState {
  readonly issuer: string;
  readonly port: number;
  readonly cookieName: string;
  readonly isLocal: boolean;
  readonly autoLogin: string | undefined;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly tokens: AccessTokens;
  readonly revoked: ExpiringMap<true>;
  readonly proofs: ExpiringMap<true>;
  readonly oauth: LazyEngine;
  readonly sessions: SessionTable;
  readonly csrf: CsrfTokens;
  readonly faults = new FaultSet();
  #settings: ServerSettings;
  #users: UserDirectory;
  #objects: ReadonlyMap<string, ObjectStore>;
  #weaknesses: readonly string[] = [];
  #policy: Policy = policyWith([]);

  constructor({ issuer, port, isLocal, autoLogin, clock, keys, settings }: LiveStateOptions) {
    this.issuer = issuer;
    this.port = port;
    this.isLocal = isLocal;
    this.autoLogin = autoLogin;
    this.cookieName = cookieNameFor(port);
    this.clock = clock;
    this.keys = keys;
    this.sessions = new SessionTable(clock.now);
    this.csrf = new CsrfTokens(port);
    this.revoked = new ExpiringMap(clock.now);
    this.proofs = new ExpiringMap(clock.now);
    this.tokens = new AccessTokens({
      keys,
      issuer,
      now: clock.now,
      revoked: this.revoked,
      settings: () => this.#settings,
      users: () => this.#users,
      policy: () => this.#policy,
    });
    this.#settings = settings;
    this.#users = new UserDirectory(settings.users);
    this.#objects = storesOf(settings);
    this.weaken(settings.weaknesses);
    this.oauth = new LazyEngine(issuerHost(this));
    this.faults.set(settings.faults);
  }

  get settings(): ServerSettings {
    return this.#settings;
  }

  get users(): UserDirectory {
    return this.#users;
  }

  get policy(): Policy {
    return this.#policy;
  }

  get weaknesses(): readonly string[] {
    return this.#weaknesses;
  }

  /**
   * Has these weaknesses and no others from now on.
   *
   * @param ids - or `all`, alone or among them.
   * @throws {AuthctlError} `USAGE` for an unknown one, and where other machines can reach the server.
   */
  weaken(ids: readonly string[]): void {
    const weaknesses = weaknessesFor(ids, this.isLocal);
    this.#weaknesses = weaknesses.map(({ id }) => id);
    this.#policy = policyWith(weaknesses);
  }

  objects(resource: string): ObjectStore {
    const store = this.#objects.get(resource);
    if (!store) throw new Error(`there is no resource ${resource}`);
    return store;
  }

  /**
   * Takes new settings over. Users and objects become what they say; weaknesses and faults too where the settings say
   * something else of them than before, so that a control's stay over a reload. Sessions and tokens of users that stay, stay.
   */
  configure(settings: ServerSettings): void {
    const { weaknesses, faults } = this.#settings;
    if (!isDeepStrictEqual(settings.weaknesses, weaknesses)) this.weaken(settings.weaknesses);
    if (!isDeepStrictEqual(settings.faults, faults)) this.faults.set(settings.faults);
    this.#adopt(settings);
  }

  #adopt(settings: ServerSettings): void {
    this.#settings = settings;
    this.#users = new UserDirectory(settings.users);
    this.#objects = storesOf(settings);
  }

  /** Makes users, objects, weaknesses and faults what the settings say, ends every session, and sets the clock right. */
  reset(): void {
    this.weaken(this.#settings.weaknesses);
    this.faults.set(this.#settings.faults);
    this.#adopt(this.#settings);
    this.sessions.endAll();
    this.revoked.clear();
    this.oauth.reset();
    this.clock.reset();
  }
}

const storesOf = ({ resources }: ServerSettings): ReadonlyMap<string, ObjectStore> =>
  new Map(resources.map(({ name, items }) => [name, new ObjectStore(items)]));
