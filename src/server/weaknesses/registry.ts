import { didYouMean } from '../../config/nearest.js';
import { AuthctlError } from '../../errors.js';
import { bfla } from './bfla.js';
import { bola } from './bola.js';
import { unguarded } from './unguarded.js';
import type { Weakness } from './weakness.js';

/** Every weakness that there is. */
export const weaknesses: readonly Weakness[] = [bfla, bola, unguarded];

/** Stands for all of them. */
export const ALL = 'all';

/** What an id may be. */
export const weaknessIds: readonly string[] = weaknesses.map(({ id }) => id);

/** What to do about an id that no weakness has. */
export const unknownWeaknessHint = (id: string): string =>
  didYouMean(id, [...weaknessIds, ALL]) ?? '`authctl serve --weak list` lists them all';

/**
 * The weaknesses that ids name, in the order of the registry.
 *
 * @throws {AuthctlError} `USAGE` for an unknown id, with the nearest one.
 */
export function weaknessesNamed(ids: readonly string[]): readonly Weakness[] {
  const unknown = ids.find((id) => id !== ALL && !weaknessIds.includes(id));
  if (unknown !== undefined) {
    throw new AuthctlError('USAGE', `there is no weakness '${unknown}'`, {
      hint: unknownWeaknessHint(unknown),
    });
  }
  return ids.includes(ALL) ? weaknesses : weaknesses.filter(({ id }) => ids.includes(id));
}

/**
 * The weaknesses that a server is to have.
 *
 * @param isLocal - whether only this machine reaches it.
 * @throws {AuthctlError} `USAGE` for an unknown id, and for any where other machines reach the server.
 */
export function weaknessesFor(ids: readonly string[], isLocal: boolean): readonly Weakness[] {
  const chosen = weaknessesNamed(ids);
  if (chosen.length === 0 || isLocal) return chosen;
  throw new AuthctlError('USAGE', 'a server with weaknesses listens on loopback only', {
    hint: 'leave --host out, or start it without weaknesses',
  });
}
