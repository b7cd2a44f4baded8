import type { Materials } from './materials.js';
import { type Attempt, type Expected, fullId, type Mutation } from './mutation.js';
import type { Need } from './need.js';
import type { Original } from './original.js';

/** A hostile token and what it is. */
export interface ForgedToken {
  /** `mutation:variant`, or the mutation's id. */
  readonly id: string;
  readonly mutation: Mutation;
  readonly token: string;
  readonly expected: Expected;
}

/** What could not be made, and why. */
export interface SkippedToken {
  /** `mutation:variant`, or the mutation's id where that goes for all of it. */
  readonly id: string;
  readonly mutation: Mutation;
  readonly missing: Need;
}

export interface Forgery {
  readonly forged: readonly ForgedToken[];
  readonly skipped: readonly SkippedToken[];
}

/**
 * Makes hostile tokens from one that is good. Nothing is sent, and nothing is signed but with the keys given and those
 * that this package publishes.
 *
 * A variant that is no different from the token is left out as `difference`.
 */
export function forge(original: Original, mutations: readonly Mutation[], materials: Materials): Forgery {
  const forged: ForgedToken[] = [];
  const skipped: SkippedToken[] = [];
  for (const mutation of mutations) {
    for (const attempt of attempts(original, mutation, materials)) {
      const id = fullId(mutation.id, attempt.variant);
      if ('missing' in attempt) skipped.push({ id, mutation, missing: attempt.missing });
      else if (attempt.token === original.text) skipped.push({ id, mutation, missing: 'difference' });
      else forged.push({ id, mutation, token: attempt.token, expected: attempt.expected });
    }
  }
  return { forged, skipped };
}

function attempts(original: Original, mutation: Mutation, materials: Materials): readonly Attempt[] {
  if (mutation.of === 'jws') {
    return original.kind === 'jws'
      ? mutation.make(original, materials)
      : [{ variant: '', missing: 'signed-token' }];
  }
  return original.kind === 'jwe'
    ? mutation.make(original, materials)
    : [{ variant: '', missing: 'encrypted-token' }];
}
