import type { ProbeResult } from '../../probe/result.js';
import { type FoldedRow, foldRows } from '../fold-rows.js';
import { columnsOf, type GridRow, gridOf, rowOf } from '../grid-rows.js';
import { type RouteCells, routeCells, routeName } from '../route-cells.js';
import { visible } from '../visible.js';

/** A browser stays quick with a table of so many cells. */
const MOST_CELLS = 20_000;

/** A route as the page shows it. */
export interface PageRow {
  readonly group: RouteCells;
  readonly folded: FoldedRow;
}

/** The routes of the page. */
export interface PageRows {
  /** Made anew each time, one route's cells at a time. */
  readonly rows: Iterable<PageRow>;
  /** Routes that stand for others. */
  readonly alike: number;
  /** Routes that differ from those that are shown, and for which there is no room. */
  readonly left: number;
}

/** Every route of a result that fits a page; of a larger one those that differ, those that are open, and one for those alike. */
export function pageRows(result: ProbeResult): PageRows {
  if (result.cells.length <= MOST_CELLS) return { rows: everyRow(result), alike: 0, left: 0 };
  const folded = foldRows(gridOf(result).rows, 0);
  const most = Math.max(1, Math.floor(MOST_CELLS / Math.max(1, result.subjects.length)));
  const chosen = new Map(
    [...folded]
      .sort((one, other) => weight(other.row) - weight(one.row))
      .slice(0, most)
      .map((each) => [routeName(each.row), each]),
  );
  const alike = folded.reduce((sum, each) => sum + each.alike, 0);
  return { rows: chosenRows(result, chosen), alike, left: folded.length - chosen.size };
}

const everyRow = (result: ProbeResult): Iterable<PageRow> => ({
  *[Symbol.iterator]() {
    const columnOf = new Map(columnsOf(result.subjects).map(({ subject }, index) => [subject, index]));
    for (const group of routeCells(result)) {
      const row = rowOf(group.route, group.cells, columnOf, result.policy);
      yield { group, folded: { row, alike: 0, prefix: '' } };
    }
  },
});

const chosenRows = (result: ProbeResult, chosen: ReadonlyMap<string, FoldedRow>): Iterable<PageRow> => ({
  *[Symbol.iterator]() {
    for (const group of routeCells(result)) {
      const { method, path } = group.route;
      const folded = chosen.get(routeName({ method: visible(method), path: visible(path) }));
      if (folded) yield { group, folded };
    }
  },
});

/** What is looked at first. */
function weight({ answers, notes }: GridRow): number {
  if (answers.some((answer) => answer?.unmet) || notes.some(({ unmet }) => unmet)) return 2;
  return answers.some((answer) => answer?.answer === 'inconclusive') ? 1 : 0;
}
