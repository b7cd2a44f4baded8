import type { ProbeResult } from '../probe/result.js';
import { answerSymbols } from './answer-symbols.js';
import { fittedLines } from './fitted-lines.js';
import { type FoldedRow, foldRows } from './fold-rows.js';
import { ShownAnswers } from './grid-legend.js';
import { type Grid, type GridAnswer, type GridNote, gridOf } from './grid-rows.js';
import type { LineRoom } from './line-room.js';
import { markdownRow, markdownText } from './markdown.js';

/**
 * The grid as a Markdown table, as far as there is room.
 *
 * @param whole - every route; else the rows that differ, and below them, folded away, the others with those alike as one.
 */
export function* markdownGrid(result: ProbeResult, room: LineRoom, whole: boolean): Generator<string> {
  const grid = gridOf(result);
  if (grid.rows.length === 0) return;
  const rows = whole ? grid.rows.map((row) => ({ row, alike: 0, prefix: '' })) : foldRows(grid.rows);
  const differs = ({ row }: FoldedRow) =>
    row.answers.some((answer) => answer?.unmet) || row.notes.some(({ unmet }) => unmet);
  const legend = legendOf(rows);
  room.take(legend, '');
  if (whole) {
    yield* fittedLines(head('Roles and routes', grid), linesOf(rows, grid), room, 'route');
  } else {
    const unmet = rows.filter(differs);
    yield* fittedLines(head('Routes that differ', grid), linesOf(unmet, grid), room, 'route');
    yield* folded(
      rows.filter((row) => !differs(row)),
      grid,
      room,
    );
  }
  yield '';
  yield legend;
}

const DETAILS_END = ['', '</details>'];

function* folded(rows: readonly FoldedRow[], grid: Grid, room: LineRoom): Generator<string> {
  const routes = rows.reduce((sum, { alike }) => sum + 1 + alike, 0);
  if (routes === 0) return;
  const start = ['', '<details>', `<summary>${routes} more, as meant or not settled</summary>`];
  if (!room.take(...start, ...DETAILS_END)) return;
  yield* start;
  yield* fittedLines(head(undefined, grid), linesOf(rows, grid), room, 'row');
  yield* DETAILS_END;
}

function head(title: string | undefined, { columns }: Grid): readonly string[] {
  const names = columns.map(({ heading }) => markdownText(heading));
  return [
    ...(title === undefined ? [] : ['', `### ${title}`]),
    '',
    markdownRow(['Route', ...names, 'Notes']),
    markdownRow(['---', ...names.map(() => ':-:'), '---']),
  ];
}

function* linesOf(rows: readonly FoldedRow[], grid: Grid): Generator<string> {
  for (const { row, alike, prefix } of rows) {
    const more = alike === 0 ? [] : [`and ${alike} ${row.method} routes under ${prefix} alike`];
    const notes = [...row.notes.map((note) => noteText(note, grid)), ...more].map(markdownText);
    yield markdownRow([
      markdownText(`${row.method} ${row.path}`),
      ...row.answers.map(signText),
      notes.join('; '),
    ]);
  }
}

const signText = (answer: GridAnswer | undefined): string => {
  if (answer === undefined) return '';
  const sign = markdownText(answerSymbols[answer.answer].sign);
  return answer.unmet ? `**${sign}!**` : sign;
};

function noteText({ columns, before, after }: GridNote, grid: Grid): string {
  const names = columns.map((index) => grid.columns[index]?.heading ?? '').join(', ');
  return `${before}${names}${typeof after === 'string' ? after : ` ${answerSymbols[after.answer].sign}`}`;
}

/** Names the signs that the rows show, and no others. */
function legendOf(rows: readonly FoldedRow[]): string {
  const { answers, unmet } = new ShownAnswers(rows.map(({ row }) => row));
  const entries = answers.map(
    (answer) => `${markdownText(answerSymbols[answer].sign)} ${answerSymbols[answer].legend}`,
  );
  return [...entries, ...(unmet ? ['**!** not as expected'] : [])].join(', ');
}
