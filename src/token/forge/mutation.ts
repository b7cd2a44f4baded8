import type { Source } from '../lint/source.js';
import type { Materials } from './materials.js';
import type { Need } from './need.js';
import type { OriginalJwe, OriginalJws } from './original.js';

/**
 * What a token may do to the server that reads it. `safe`: nothing but ask for an answer; `oob`: make it call out to an
 * address in the token; `dangerous`: make it run a command or use up its memory. The last two are made only when they
 * are named.
 */
export type MutationClass = 'safe' | 'oob' | 'dangerous';

/**
 * What a sound server answers. `refuse`: 401. `either`: the token is authentic and odd, it may be taken or refused, but
 * always alike and never with a 5xx. `policy`: the token is authentic, so what it claims counts; the subject may do no
 * more than the server's own policy grants.
 */
export type Expected = 'refuse' | 'either' | 'policy';

/** One hostile token, or what is missing to make it. */
export type Attempt = Forged | Missing;

export interface Forged {
  /** Tells the tokens of one mutation apart; empty where there is one only. */
  readonly variant: string;
  readonly token: string;
  readonly expected: Expected;
}

export interface Missing {
  readonly variant: string;
  readonly missing: Need;
}

interface MutationFacts {
  /** Stable, unique: `family.what-is-done`. */
  readonly id: string;
  /** What is done to the token, in a few words. */
  readonly title: string;
  readonly class: MutationClass;
  /** What some or all of its variants need beside the token. */
  readonly needs: readonly Need[];
  /** At least one; the first is the one that is shown. */
  readonly sources: readonly [Source, ...Source[]];
  /** What a server that accepts it gets wrong: a sentence without a full stop. */
  readonly tests: string;
}

/** Made from a signed token. */
export interface JwsMutation extends MutationFacts {
  readonly of: 'jws';
  readonly make: (original: OriginalJws, materials: Materials) => readonly Attempt[];
}

/** Made from an encrypted token. */
export interface JweMutation extends MutationFacts {
  readonly of: 'jwe';
  readonly make: (original: OriginalJwe, materials: Materials) => readonly Attempt[];
}

/**
 * A hostile variant of a token, as data. `make` is pure: the same token and materials give the same text, but for the
 * signatures that are random by nature (ECDSA, RSA-PSS).
 */
export type Mutation = JwsMutation | JweMutation;

/** `mutation:variant`, or the mutation's id where it has one token only: what a user names, and what reports name. */
export const fullId = (id: string, variant: string): string => (variant === '' ? id : `${id}:${variant}`);
