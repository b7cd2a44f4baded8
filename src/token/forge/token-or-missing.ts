import type { Attempt, Expected } from './mutation.js';
import type { Need } from './need.js';

/** A token that could be made only where something else was given, or what is missing. */
export function tokenOrMissing(
  variant: string,
  token: string | undefined,
  missing: Need,
  expected: Expected = 'refuse',
): Attempt {
  return token === undefined || token === '' ? { variant, missing } : { variant, token, expected };
}
