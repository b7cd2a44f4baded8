import type { GridRow } from './grid-rows.js';
import { groupBy } from './group-by.js';

/** A row that stands for others too. */
export interface FoldedRow {
  readonly row: GridRow;
  /** How many more rows of this method give the same answers under `prefix`; 0 where the row stands for itself. */
  readonly alike: number;
  /** `/reports/`. */
  readonly prefix: string;
}

/** A grid up to this length fits a screen and is easier to read whole. */
const WHOLE_UP_TO = 24;
/** Fewer rows are not worth a line that says how many there are. */
const FOLD_FROM = 4;

/**
 * Folds the rows of a long grid that have one method, one prefix and the same answers into the first of them.
 *
 * A row with an answer that was not meant is never folded, so no violation is hidden.
 */
export function foldRows(rows: readonly GridRow[]): readonly FoldedRow[] {
  const prefixOf = prefixes(rows);
  const alone = (row: GridRow): FoldedRow => ({ row, alike: 0, prefix: prefixOf(row) });
  if (rows.length <= WHOLE_UP_TO) return rows.map(alone);
  const groups = groupBy(rows, (row) => foldKey(row, prefixOf(row)));
  return rows.flatMap((row) => {
    const group = groups.get(foldKey(row, prefixOf(row))) ?? [];
    if (group.length < FOLD_FROM || hasUnmet(row)) return [alone(row)];
    return row === group[0] ? [{ ...alone(row), alike: group.length - 1 }] : [];
  });
}

const foldKey = (row: GridRow, prefix: string): string =>
  JSON.stringify([row.method, prefix, row.answers, row.notes]);

const hasUnmet = ({ answers, notes }: GridRow): boolean =>
  answers.some((answer) => answer?.unmet) || notes.some(({ unmet }) => unmet);

/** A row's prefix: what all paths share, and one segment more. */
function prefixes(rows: readonly GridRow[]): (row: GridRow) => string {
  const segments = rows.map(({ path }) => path.split('/').slice(1));
  const [first = [], ...others] = segments;
  const differs = first.findIndex((segment, at) => others.some((other) => other[at] !== segment));
  const shared = differs === -1 ? first.length - 1 : differs;
  return ({ path }) =>
    `/${path
      .split('/')
      .slice(1, shared + 2)
      .join('/')}/`;
}
