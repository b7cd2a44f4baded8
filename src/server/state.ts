import type { AccessTokens } from './access-token.js';
import type { Clock } from './clock.js';
import type { CsrfTokens } from './csrf.js';
import type { ExpiringMap } from './expiring-map.js';
import type { KeyRing } from './key-ring.js';
import type { LazyEngine } from './oauth/engine.js';
import type { ObjectStore } from './object-store.js';
import type { Policy } from './policy.js';
import type { SessionTable } from './sessions.js';
import type { ServerSettings } from './settings.js';
import type { UserDirectory } from './users.js';

/**
 * What one running server knows; nothing of it is shared with another one in the same process. Read its members when
 * they are needed: a reload or a reset replaces settings, users and objects.
 */
export interface ServerState {
  /** Issuer identifier and base URL, without a trailing slash. */
  readonly issuer: string;
  readonly port: number;
  readonly cookieName: string;
  /** Whether only this machine reaches the server. */
  readonly isLocal: boolean;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly tokens: AccessTokens;
  /** Access tokens that were ended before their time, by `jti`. */
  readonly revoked: ExpiringMap<true>;
  /** DPoP proofs that the API has seen. */
  readonly proofs: ExpiringMap<true>;
  /** Name of the user whom the authorization server logs in without a page. */
  readonly autoLogin: string | undefined;
  readonly oauth: LazyEngine;
  readonly sessions: SessionTable;
  readonly csrf: CsrfTokens;
  readonly settings: ServerSettings;
  /** The decisions that the server's security rests on: sound ones, but for the weaknesses that are on. */
  readonly policy: Policy;
  /** Ids of the weaknesses that are on, in the order of the registry. */
  readonly weaknesses: readonly string[];
  readonly users: UserDirectory;
  /** The objects of a resource, by its name. */
  objects(resource: string): ObjectStore;
}

/** Cookies are shared by all ports of a host (RFC 6265 section 8.5), so the name keeps servers apart. */
export const cookieNameFor = (port: number): string => `session-${port}`;
