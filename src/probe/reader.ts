import type { Subject } from './model.js';
import type { PlannedCell } from './plan.js';

/** Who looks at what a write is about, and how. */
export interface Reader {
  readonly subject: Subject;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** Those who may look at one path. */
interface Readers {
  /** Names of the subjects that own what is written there. */
  readonly owners: Set<string | undefined>;
  first: Reader | undefined;
  readonly byOwner: Map<string, Reader>;
}

const isWatched = ({ effect, skip, setup }: PlannedCell): boolean =>
  effect !== 'read' && skip === null && setup === null;

/**
 * Finds for each write somebody who can look at its object: through a GET of the same path that is expected to be allowed,
 * by the object's owner if that is one.
 *
 * @returns a write's reader; null where nobody can, and for what is no write.
 */
export function findReaders(cells: Iterable<PlannedCell>): (cell: PlannedCell) => Reader | null {
  const byPath = new Map<string, Readers>();
  for (const cell of cells) {
    if (!isWatched(cell)) continue;
    const path = pathOf(cell.url);
    const readers = byPath.get(path) ?? { owners: new Set(), first: undefined, byOwner: new Map() };
    readers.owners.add(cell.owner);
    byPath.set(path, readers);
  }
  if (byPath.size === 0) return () => null;
  for (const { route, subject, skip, setup, expected, url, headers } of cells) {
    if (route.method !== 'GET' || skip !== null || setup !== null || expected?.verdict !== 'allow') continue;
    const readers = byPath.get(pathOf(url));
    if (!readers) continue;
    const reader = { subject, url, headers };
    readers.first ??= reader;
    if (readers.owners.has(subject.name) && !readers.byOwner.has(subject.name)) {
      readers.byOwner.set(subject.name, reader);
    }
  }
  return (cell) => {
    if (!isWatched(cell)) return null;
    const readers = byPath.get(pathOf(cell.url));
    return readers?.byOwner.get(cell.owner ?? '') ?? readers?.first ?? null;
  };
}
