import type { Access } from './access.js';
import type { Fields } from './body.js';
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

export interface ClientSettings {
  readonly id: string;
  /** Absent: a public client. */
  readonly secret?: string;
  readonly redirectUris: readonly string[];
  readonly grants: readonly GrantType[];
  /** The role that its own tokens have (client credentials). */
  readonly role?: string;
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

export type ObjectAction = 'list' | 'read' | 'create' | 'replace' | 'update' | 'delete';

export interface RouteSettings {
  readonly method: Method;
  /** `{name}` stands for one segment: the last one for the object's id, one before it for a member to filter by. */
  readonly path: string;
  readonly access: Access;
  readonly summary?: string;
  readonly action:
    | { readonly kind: ObjectAction; readonly resource: string }
    /** The same answer for every call. */
    | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown };
}
