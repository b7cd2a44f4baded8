import type { CsrfRule } from './csrf-rule.js';

/** A cookie as it was received, with the attributes that decide where it is sent (RFC 6265 section 5.3). */
export interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Set where pages of other sites cannot make a browser send it with what changes something. */
  readonly sameSite?: 'strict' | 'lax';
  /** Seconds since the epoch; absent for a cookie that ends with the session. */
  readonly expiresAt?: number;
}

/** Stateless: each request carries the token (RFC 6750). */
export interface BearerCredential {
  readonly kind: 'bearer';
  readonly accessToken: string;
  /** The word before the token in `Authorization`; absent for `Bearer`, or `DPoP` where there is a `dpopKey`. */
  readonly scheme?: string;
  readonly refreshToken?: string;
  /** Who logged in, as the issuer signed it (OpenID Connect Core section 2). */
  readonly idToken?: string;
  /** What was granted, space-separated. */
  readonly scope?: string;
  /** The private key that the token is bound to, as a JWK (RFC 9449). */
  readonly dpopKey?: DpopKey;
  /** Seconds since the epoch; absent where neither the server nor the token says. */
  readonly expiresAt?: number;
}

/** A private P-256 key as a JWK (RFC 7518 section 6.2): signs with ES256. */
export interface DpopKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

/** One header field that is sent as it is: HTTP Basic (RFC 7617), an API key. */
export interface HeaderCredential {
  readonly kind: 'header';
  /** In lower case. */
  readonly header: string;
  readonly value: string;
  /** Always absent: nobody says when it ends. */
  readonly expiresAt?: never;
}

/** Stateful: the server remembers; the cookie only names what it remembers. */
export interface CookieCredential {
  readonly kind: 'cookie';
  readonly cookies: readonly StoredCookie[];
  /** Seconds since the epoch at which the last cookie expires. */
  readonly expiresAt?: number;
}

export type Credential = BearerCredential | CookieCredential | HeaderCredential;

/** How a subject logged in; `token` where the token was handed over instead. */
export type FlowName =
  | 'json'
  | 'form'
  | 'session'
  | 'basic'
  | 'api-key'
  | 'code'
  | 'device'
  | 'client-credentials'
  | 'password'
  | 'token-exchange'
  | 'jwt-bearer'
  | 'refresh'
  | 'token';

/**
 * How a client proves who it is at its token endpoint (RFC 6749 section 2.3, RFC 7523 section 2.2, RFC 8705 section 2).
 * A private key is named, not kept; the certificate of `tls_client_auth` is the one that every request is sent with.
 */
export type ClientAuthentication =
  | { readonly method: 'none' | 'tls_client_auth' }
  | { readonly method: 'client_secret_basic' | 'client_secret_post'; readonly secret: string }
  | { readonly method: 'private_key_jwt'; readonly keyFile: string };

/** The client that a session was granted to: what it takes to refresh and to revoke. */
export interface OAuthClient {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint?: string;
  readonly endSessionEndpoint?: string;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  /** Sent with every token request (RFC 8707); a refresh repeats them. */
  readonly resource?: readonly string[];
  readonly audience?: string;
  /** Of a login in which no user took part. */
  readonly asked?: AskedFor;
}

/** What a token was asked for with, so that the same request can be answered from the store. */
export interface AskedFor {
  /** Fingerprint of server, client, scope, audience, resources and further parameters. */
  readonly key: string;
  /** Fingerprint of the token of another issuer that was handed over (RFC 8693, RFC 7523). */
  readonly subject?: string;
}

/** What authctl stored for one subject after a login. */
export interface Session {
  /** Unique in the store; what `--as` takes. */
  readonly name: string;
  /** Base URL the subject logged in at, without a trailing slash: credentials go to this origin only. */
  readonly server: string;
  readonly flow: FlowName;
  /** The path of the route that takes the login back, where the server has one. */
  readonly logout?: { readonly method: string; readonly path: string };
  /** What the server wants to see again with every request that changes something; the page that hands it out. */
  readonly csrf?: CsrfRule & { readonly page?: string };
  /** Of a session that an OAuth server granted. */
  readonly client?: OAuthClient;
  readonly username: string;
  /** Null where neither the token nor the server says. */
  readonly role: string | null;
  readonly credential: Credential;
  /** Seconds since the epoch. */
  readonly createdAt: number;
}
