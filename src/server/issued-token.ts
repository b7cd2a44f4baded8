/** What a login without OAuth gives. */
export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** What a token that is asked for by name differs in from what a login gives. */
export interface TokenWishes {
  /** In seconds; default: as configured. */
  readonly lifetime?: number;
  /** Added to what tokens say, or put in its place. */
  readonly claims?: Readonly<Record<string, unknown>>;
}
