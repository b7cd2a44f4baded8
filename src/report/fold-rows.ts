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
 *
 * @param wholeUpTo - a grid of so many rows stays as it is; default: what fits a screen.
 */
export function foldRows(rows: readonly GridRow[], wholeUpTo = WHOLE_UP_TO): readonly FoldedRow[] {
  const prefixOf = prefixes(rows);
  const alone = (row: GridRow): FoldedRow => ({ row, alike: 0, prefix: prefixOf(row) });
  if (rows.length <= wholeUpTo) return rows.map(alone);
  const foldable = rows.filter((row) => !hasUnmet(row));
  const groups = groupBy(foldable, (row) => foldKey(row, prefixOf(row)));
  const folded = new Map<GridRow, FoldedRow | undefined>();
  for (const group of groups.values()) {
    if (group.length < FOLD_FROM) continue;
    for (const [at, row] of group.entries())
      folded.set(row, at === 0 ? { ...alone(row), alike: group.length - 1 } : undefined);
  }
  return rows.flatMap((row) => (folded.has(row) ? (folded.get(row) ?? []) : [alone(row)]));
}

const foldKey = ({ method, answers, notes }: GridRow, prefix: string): string => {
  const signs = answers.map((answer) => (answer ? `${answer.answer}${answer.unmet ? '!' : ''}` : ''));
  return JSON.stringify([method, prefix, signs.join(), ...notes]);
};

const hasUnmet = ({ answers, notes }: GridRow): boolean =>
  answers.some((answer) => answer?.unmet) || notes.some(({ unmet }) => unmet);

/** A row's prefix: what all paths share, and one segment more. */
function prefixes(rows: readonly GridRow[]): (row: GridRow) => string {
  const first = rows[0]?.path.split('/').slice(1) ?? [];
  let shared = first.length - 1;
  for (const { path } of rows) {
    const segments = path.split('/').slice(1);
    const differs = first.findIndex((segment, at) => segments[at] !== segment);
    if (differs !== -1) shared = Math.min(shared, differs);
  }
  return ({ path }) =>
    `/${path
      .split('/')
      .slice(1, shared + 2)
      .join('/')}/`;
}
