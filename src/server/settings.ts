import type { Fields } from './body.js';
import type { CsrfDemand } from './csrf.js';
import type { Account } from './users.js';

/** What a route may be called with; GET answers HEAD too. */
export const ROUTE_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof ROUTE_METHODS)[number];

/**
 * What a bundled server is told to be: the content of an `authctl-server.yaml`, read and checked, or the demo's.
 * Plain data; nothing of it changes while a server runs, a reload replaces it as a whole.
 */
export interface ServerSettings {
  readonly users: readonly Account[];
  /** From least to most privileged. */
  readonly roles: readonly RoleSettings[];
  /** Of the OAuth issuer. */
  readonly clients: readonly ClientSettings[];
  readonly tokens: TokenSettings;
  /** Other APIs that tokens can be asked for (RFC 8707), by their identifiers. */
  readonly audiences?: readonly string[];
  /** Issuers whose JWTs are taken in exchange for tokens (RFC 8693, RFC 7523). */
  readonly trustedIssuers?: readonly TrustedIssuer[];
  readonly resources: readonly ResourceSettings[];
  /** The API beside logging in and out. */
  readonly routes: readonly RouteSettings[];
  /** Faults to begin with, as `--fault` spells them: `NAME[:params]`. */
  readonly faults: readonly string[];
  /** Ids of the weaknesses to begin with. */
  readonly weaknesses: readonly string[];
}

export interface RoleSettings {
  readonly name: string;
  /** What its tokens carry in `scope`, and what `allow: [{ permission }]` of a route goes by. */
  readonly permissions: readonly string[];
}

/** What a client may be registered for (RFC 7591 section 2, `grant_types`). */
export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

/** How a client proves who it is (OpenID Connect Core section 9); `none` for a public one. */
export const CLIENT_AUTHENTICATION = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
] as const;
export type ClientAuthentication = (typeof CLIENT_AUTHENTICATION)[number];

/** How a client's ID tokens can be signed (RFC 7591 section 2, `id_token_signed_response_alg`). */
export const CLIENT_ID_TOKEN_ALGORITHMS = ['RS256', 'same'] as const;
export type ClientIdTokenAlgorithm = (typeof CLIENT_ID_TOKEN_ALGORITHMS)[number];

export interface ClientSettings {
  /** Never a user's id: a token whose `sub` is its `client_id` is the client's own (RFC 9068 section 2.2). */
  readonly id: string;
  /** What a person is told who is asked for consent. Default: the id. */
  readonly name?: string;
  /** Absent: a public client. */
  readonly secret?: string;
  readonly redirectUris: readonly string[];
  readonly grants: readonly GrantType[];
  /** Where a browser may be sent after a logout. */
  readonly logoutUris?: readonly string[];
  /** A program on the user's own machine: a loopback redirect stands for any port (RFC 8252 section 7.3). */
  readonly native?: boolean;
  /** Default: `client_secret_basic` or `client_secret_post` where there is a secret, else `none`. */
  readonly authentication?: ClientAuthentication;
  /** Public keys, for `private_key_jwt` and for assertions that the client signs (RFC 7523). */
  readonly jwks?: { readonly keys: readonly object[] };
  /** What it may ask for, separated by spaces. Default: everything. */
  readonly scope?: string;
  /** How its ID tokens are signed; `same`: as access tokens are. Default: RS256. */
  readonly idTokenAlgorithm?: ClientIdTokenAlgorithm;
  /** Whether its tokens must be bound to a key (RFC 9449 section 5.2). */
  readonly requireDpop?: boolean;
  /** Whether its authorization requests must be pushed (RFC 9126 section 6). */
  readonly requirePar?: boolean;
  /** The role that its own tokens have (client credentials). */
  readonly role?: string;
}

/** An issuer whose JWTs can be exchanged for tokens of this server: a CI system, another authorization server. */
export interface TrustedIssuer {
  /** Compared with `iss`, exactly. */
  readonly issuer: string;
  /** The public keys that it signs with (RFC 7517 section 5). */
  readonly jwks: { readonly keys: readonly object[] };
  /** Name of the user that its tokens stand for, whoever they are about; default: the one that `sub` names. */
  readonly user?: string;
}

/** How tokens can be signed (RFC 7518 section 3.1, RFC 8037). */
export const TOKEN_ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

export interface TokenSettings {
  /** Of access tokens. */
  readonly algorithm: TokenAlgorithm;
  /** Of an access token, in seconds. */
  readonly lifetime: number;
  /** Of an ID token, in seconds. */
  readonly idTokenLifetime: number;
  /** Of a refresh token, in seconds. */
  readonly refreshLifetime: number;
  /** Of a cookie session, in seconds from the login on. */
  readonly sessionLifetime: number;
  /** Who must send a CSRF token along with the cookie of a session. Default: browsers. */
  readonly csrf?: CsrfDemand;
}

/** An object of the demo API. `id` and the owner are the server's to set. */
export interface Item {
  readonly id: number | string;
  readonly [field: string]: unknown;
}

/** A kind of objects, and the ones there are when the server starts. */
export interface ResourceSettings {
  readonly name: string;
  /** What one of them is called in the OpenAPI document: `Article`. */
  readonly type: string;
  /** What a caller may write. */
  readonly fields: Fields;
  /** The member that holds the id of the user whose object it is; absent where nobody owns them. */
  readonly owner?: string;
  readonly items: readonly Item[];
}

/** The resource that is always there: the accounts themselves, each owned by whom it stands for. */
export const USERS = 'users';

/** Who may use a route: a role, or every role with a permission; `own`: only on objects that the caller owns. */
export type GrantSettings =
  | { readonly role: string; readonly when?: 'own' }
  | { readonly permission: string; readonly when?: 'own' };

export type ObjectAction = 'list' | 'read' | 'create' | 'replace' | 'update' | 'delete';

export interface RouteSettings {
  readonly method: Method;
  /** `{name}` stands for one segment: the last one for the object's id, one before it for a member to filter by. */
  readonly path: string;
  readonly access: 'public' | readonly GrantSettings[];
  readonly summary?: string;
  readonly action:
    | { readonly kind: ObjectAction; readonly resource: string }
    /** The same answer for every call. */
    | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown };
}
