import type { KeyObject } from 'node:crypto';

/** What there is to make hostile tokens with, beside the token. */
export interface Materials {
  /** Seconds since the epoch: what "expired" and "in the future" are measured from. */
  readonly now: number;
  /** What the issuer signs with: a private key or a secret. Only with it are tokens made that are authentic. */
  readonly issuerKey?: KeyObject | undefined;
  /** What everybody knows of the issuer's key. */
  readonly publicKey?: KeyObject | undefined;
  /** The certificate of that key, in PEM. */
  readonly certificate?: string | undefined;
  /** Compact tokens of the same issuer. */
  readonly otherToken?: string | undefined;
  readonly idToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** URL of a listener of the user's own, which shows whether a server calls out. */
  readonly listener?: string | undefined;
  /** What shows up in an answer that repeats a claim. */
  readonly marker: string;
}
