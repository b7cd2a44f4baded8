import type { Subject } from './model.js';
import type { PlannedCell } from './plan.js';

/** Who looks at what a write is about, and how. */
export interface Reader {
  readonly subject: Subject;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/**
 * Gives each write somebody who can look at its object: through a GET of the same path that is expected to be allowed,
 * by the object's owner if that is one.
 */
export function addReaders(cells: readonly PlannedCell[]): readonly PlannedCell[] {
  const byPath = new Map<string, PlannedCell[]>();
  for (const cell of cells) {
    const { route, skip, setup, expected, url } = cell;
    if (route.method !== 'GET' || skip !== null || setup !== null || expected?.verdict !== 'allow') continue;
    const path = pathOf(url);
    byPath.set(path, [...(byPath.get(path) ?? []), cell]);
  }
  return cells.map((cell) => {
    if (cell.effect === 'read' || cell.skip !== null || cell.setup !== null) return cell;
    const readers = byPath.get(pathOf(cell.url)) ?? [];
    const reader = readers.find(({ subject }) => subject.name === cell.owner) ?? readers[0];
    if (!reader) return cell;
    const { subject, url, headers } = reader;
    return { ...cell, reader: { subject, url, headers } };
  });
}
