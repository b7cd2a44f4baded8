import { AuthctlError } from '../errors.js';
import type { PlannedCell } from './plan.js';

/** Routes beyond this many are counted, not listed. */
const LISTED = 5;

const listed = (entries: readonly string[]): string =>
  entries.slice(0, LISTED).join('; ') +
  (entries.length > LISTED ? `; and ${entries.length - LISTED} more` : '');

/** @param unfilled - each a route and what its requests lack. */
export function unfilledError(unfilled: readonly string[]): AuthctlError {
  return new AuthctlError('CONFIG_INVALID', `nothing says what to put into ${listed(unfilled)}`, {
    hint:
      'give each an `example` in the API description or a value under `params:` (a body: under `body:`) of its route in ' +
      "authctl.yaml, or leave it out with --exclude 'GET /path*'",
  });
}

/** Gathers who may delete what. */
export interface Deletions {
  add(cell: PlannedCell): void;
  /** The refusal of a plan in which more than one subject may delete the same object: only the first could show it. */
  conflict(): AuthctlError | undefined;
}

export function deletions(): Deletions {
  const deleters = new Map<string, string[]>();
  return {
    add({ effect, skip, setup, expected, route, url, subject }) {
      if (effect !== 'delete' || skip !== null || setup !== null || expected?.verdict === 'deny') return;
      const key = `${route.method} ${url}`;
      const known = deleters.get(key);
      if (known) known.push(subject.name);
      else deleters.set(key, [subject.name]);
    },
    conflict: () => consumedTwice(deleters),
  };
}

function consumedTwice(deleters: ReadonlyMap<string, readonly string[]>): AuthctlError | undefined {
  const conflicts = [...deleters].filter(([, names]) => names.length > 1);
  if (conflicts.length === 0) return undefined;
  const entries = conflicts.map(([request, names]) => `${request} (${names.join(', ')})`);
  return new AuthctlError(
    'CONFIG_INVALID',
    `one object cannot be deleted twice, and several subjects may: ${listed(entries)}`,
    {
      hint:
        'give the route a `setup:` in authctl.yaml that makes an object for each cell, name more objects with `owns:` or ' +
        '`objects:`, or probe one of the subjects with --as',
    },
  );
}
