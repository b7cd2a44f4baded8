import type { Clock } from '../clock.js';
import type { OAuthPolicy } from '../policy.js';
import type { ClientSettings, TokenSettings, TrustedIssuer } from '../settings.js';
import type { SigningKeys } from '../signing-keys.js';
import type { User, UserDirectory } from '../users.js';

/**
 * What the authorization server's engine needs of the server around it. Members are read when they are needed, so what
 * changes while the server runs (users, clients, keys) takes effect at once.
 */
export interface IssuerHost {
  /** Issuer identifier, and the identifier of the API as a resource; no trailing slash. */
  readonly issuer: string;
  /** Keeps its cookies apart from those of other servers on this machine. */
  readonly port: number;
  /** The key that signs access tokens. */
  readonly key: Pick<SigningKeys, 'alg' | 'privateJwk'>;
  /** The one that signs ID tokens, unless a client wants them like access tokens. Only after `prepare`. */
  readonly identityKey: Pick<SigningKeys, 'privateJwk'>;
  readonly clock: Pick<Clock, 'now' | 'isSystems'>;
  /** Has what takes time ready; called once, before the engine is made. */
  prepare(): Promise<void>;
  /** Another object whenever what is configured has been replaced. */
  readonly basis: object;
  readonly clients: readonly ClientSettings[];
  readonly tokens: TokenSettings;
  /** Resources that tokens may be asked for (RFC 8707), the own API first. */
  readonly audiences: readonly string[];
  /** Whose JWTs are taken in exchange, beside the server's own. */
  readonly trustedIssuers: readonly TrustedIssuer[];
  readonly users: Pick<UserDirectory, 'get' | 'named' | 'list' | 'authenticate'>;
  /** Who a user is, in the words of the API: `id`, `username`, `role`, `roles`, and claims of the user's own. */
  identityOf(user: User): Readonly<Record<string, unknown>>;
  /** What a token of this role may carry in `scope`. */
  scopesOf(role: string): readonly string[];
  /** The role of clients that none is given for. */
  readonly leastRole: string;
  /** Every scope of the API. */
  readonly apiScopes: readonly string[];
  /** Name of the user who logs in and consents without being asked. */
  readonly autoLogin: string | undefined;
  /** Whether `login_hint` logs in without a password: only where nobody else can reach the server. */
  readonly acceptsLoginHint: boolean;
  /** The claims of an access token of this server; undefined for any other text, and for a token that has ended. */
  claimsOf(accessToken: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  readonly policy: OAuthPolicy;
  /** Ends an access token before its time. */
  revoke(jti: string, expiresAt: number): void;
}
