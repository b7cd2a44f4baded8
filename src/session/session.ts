/** A cookie as it was received, with the attributes that decide where it is sent (RFC 6265 section 5.3). */
export interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Seconds since the epoch; absent for a cookie that ends with the session. */
  readonly expiresAt?: number;
}

/** Stateless: each request carries the token (RFC 6750). */
export interface BearerCredential {
  readonly kind: 'bearer';
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Seconds since the epoch; absent where neither the server nor the token says. */
  readonly expiresAt?: number;
}

/** Stateful: the server remembers; the cookie only names what it remembers. */
export interface CookieCredential {
  readonly kind: 'cookie';
  readonly cookies: readonly StoredCookie[];
  /** Seconds since the epoch at which the last cookie expires. */
  readonly expiresAt?: number;
}

export type Credential = BearerCredential | CookieCredential;

/** How a subject logged in; `token` where the token was handed over instead. */
export type FlowName = 'json' | 'form' | 'session' | 'token';

/** What authctl stored for one subject after a login. */
export interface Session {
  /** Unique in the store; what `--as` takes. */
  readonly name: string;
  /** Base URL the subject logged in at, without a trailing slash: credentials go to this origin only. */
  readonly server: string;
  readonly flow: FlowName;
  /** The path of the route that takes the login back, where the server has one. */
  readonly logout?: { readonly method: string; readonly path: string };
  readonly username: string;
  /** Null where neither the token nor the server says. */
  readonly role: string | null;
  readonly credential: Credential;
  /** Seconds since the epoch. */
  readonly createdAt: number;
}
