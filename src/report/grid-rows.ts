import type { DenialKind, Expectation, Relation } from '../probe/model.js';
import type { Cell, ProbedRoute, ProbedSubject, ProbeResult } from '../probe/result.js';
import { type Answer, answerOf, answerSymbols, answers, isUnmet } from './answer-symbols.js';
import { groupBy } from './group-by.js';
import { type IndexedCell, routeCells } from './route-cells.js';
import { visible } from './visible.js';

/** One subject of the grid. */
export interface GridColumn {
  readonly subject: string;
  /** Visible characters only. */
  readonly heading: string;
}

/** What stands where a route and a subject meet. */
export interface GridAnswer {
  readonly answer: Answer;
  readonly unmet: boolean;
}

/** What a row says besides its signs. */
export interface GridNote {
  /** Indices of the columns that it is about. */
  readonly columns: readonly number[];
  /** Before the names of the columns: `own: `. */
  readonly before: string;
  /** After them, in words; or an answer, to be shown as its sign. */
  readonly after: string | GridAnswer;
  readonly unmet: boolean;
}

/** One route of the grid. */
export interface GridRow {
  readonly method: string;
  readonly path: string;
  /** One a column; undefined where the subject has no cell on this route. */
  readonly answers: readonly (GridAnswer | undefined)[];
  readonly notes: readonly GridNote[];
}

export interface Grid {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
}

/** Arranges a result's cells as routes by subjects, in the order of its routes. */
export function gridOf(result: ProbeResult): Grid {
  const columns = columnsOf(result.subjects);
  const columnOf = new Map(columns.map(({ subject }, index) => [subject, index]));
  const rows = Array.from(routeCells(result), ({ route, cells }) =>
    rowOf(route, cells, columnOf, result.policy),
  );
  return { columns, rows };
}

/** @param columnOf - the index of a subject's column. */
export function rowOf(
  { method, path }: ProbedRoute,
  placed: readonly IndexedCell[],
  columnOf: ReadonlyMap<string, number>,
  policy: ProbeResult['policy'],
): GridRow {
  const byColumn: Cell[][] = Array.from(columnOf, () => []);
  for (const { cell } of placed) byColumn[columnOf.get(cell.subject) ?? -1]?.push(cell);
  const main = byColumn.map(mainCell);
  return {
    method: visible(method),
    path: visible(path),
    answers: main.map((cell) => cell && gridAnswer(cell)),
    notes: notesOf(byColumn, main, policy),
  };
}

/** The role heads a column; its subject's name where several share the role, or where no role is known. */
export function columnsOf(subjects: readonly ProbedSubject[]): readonly GridColumn[] {
  const persons = subjects.filter(({ twinOf }) => twinOf === undefined);
  const sharing = groupBy(persons, ({ role }) => role);
  return subjects.map(({ name, role, twinOf = name }) => {
    const alone = sharing.get(role)?.length === 1;
    const isShort = alone && name.startsWith(twinOf);
    const short = `${role}${name.slice(twinOf.length)}`;
    const heading = role === '' ? name : isShort || role === name ? short : `${role} (${name})`;
    return { subject: name, heading: visible(heading) };
  });
}

/** Each possible answer once: a grid may have a million. */
const met = eachAnswer(false);
const unmet = eachAnswer(true);

function eachAnswer(differs: boolean): Readonly<Record<Answer, GridAnswer>> {
  const entries = answers.map((answer): [Answer, GridAnswer] => [answer, { answer, unmet: differs }]);
  return Object.fromEntries(entries) as Record<Answer, GridAnswer>;
}

const gridAnswer = (cell: Cell): GridAnswer => (isUnmet(cell) ? unmet : met)[answerOf(cell)];

/** What a column shows of several cells: another's object before the subject's own, an unmet one before others. */
const PRECEDENCE: readonly Relation[] = [null, 'other', 'own'];

export function mainCell(cells: readonly Cell[]): Cell | undefined {
  const first = PRECEDENCE.map((relation) => cells.filter((cell) => cell.relation === relation)).find(
    (related) => related.length > 0,
  );
  return first?.find(isUnmet) ?? first?.[0];
}

interface Remark {
  readonly before: string;
  readonly after: string | GridAnswer;
  readonly unmet: boolean;
}

const NO_NOTES: readonly GridNote[] = [];

function notesOf(
  byColumn: readonly (readonly Cell[])[],
  main: readonly (Cell | undefined)[],
  policy: ProbeResult['policy'],
): readonly GridNote[] {
  const remarks = main.flatMap((shown, column) =>
    (byColumn[column] ?? []).flatMap((cell) => {
      const remark = shown && remarkOn(cell, shown, policy);
      return remark ? [{ column, remark }] : [];
    }),
  );
  if (remarks.length === 0) return NO_NOTES;
  const grouped = groupBy(remarks, ({ remark }) => JSON.stringify(remark));
  return [...grouped.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    return [{ ...first.remark, columns: [...new Set(alike.map(({ column }) => column))] }];
  });
}

/** What is to be said of a cell beside the sign that its column shows. */
function remarkOn(cell: Cell, shown: Cell, policy: ProbeResult['policy']): Remark | undefined {
  const before = cell.relation === 'own' ? 'own: ' : '';
  if (isUnmet(cell)) {
    const after = ` ${answerSymbols[answerOf(cell)].said}, ${meant(cell, policy)}`;
    return { before, after, unmet: true };
  }
  if (cell === shown)
    return cell.relation === 'own' ? { before: 'only own: ', after: '', unmet: false } : undefined;
  if (answerOf(cell) === answerOf(shown) && !isUnmet(shown)) return undefined;
  return { before: before || `${visible(cell.url)}: `, after: gridAnswer(cell), unmet: false };
}

function meant({ outcome, expected }: Cell, policy: ProbeResult['policy']): string {
  const verdict = expectationInWords(expected);
  if (outcome === 'drift') return `recorded as ${verdict}`;
  return `${policy === 'declared' ? 'description' : 'policy'} says ${verdict}`;
}

const denials = {
  '401': 'deny with 401',
  '403': 'deny with 403',
  hidden: 'deny with 404',
  redirect: 'deny by redirect',
  soft: 'deny in the body',
} as const satisfies Record<DenialKind, string>;

/** An expectation in words: `allow`, `deny`, `deny with 403`, `anything`. */
export function expectationInWords(expected: Expectation | null): string {
  if (expected === null || expected.verdict === 'any') return 'anything';
  if (expected.verdict === 'allow' || expected.kind === undefined) return expected.verdict;
  return denials[expected.kind];
}
