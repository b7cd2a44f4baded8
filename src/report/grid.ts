import type { ProbeResult } from '../probe/result.js';
import { answerSymbols, signOf } from './answer-symbols.js';
import { cutMiddle, displayWidth, padTo } from './display-width.js';
import { type FoldedRow, foldRows } from './fold-rows.js';
import { ShownAnswers } from './grid-legend.js';
import { type Grid, type GridAnswer, type GridColumn, type GridNote, gridOf } from './grid-rows.js';
import { faint, type Line, type Span, strong, type Text, type View } from './text.js';
import { pack, wrap } from './wrap.js';

/** Below this width a grid has no room: one line a cell. */
const NARROW = 60;
const GAP = '  ';
const WIDEST_METHOD = 12;
const WIDEST_HEADING = 24;
/** Room for a sign and the mark of an unmet expectation. */
const NARROWEST_COLUMN = 2;
/** Where a grid is split, the route column takes at most this part of the width. */
const ROUTE_SHARE = 0.4;

/** Which role reaches which route, one sign a cell, with a legend of the signs that occur. */
export function* gridText(result: ProbeResult, view: View): Generator<Line> {
  const grid = gridOf(result);
  const rows = foldRows(grid.rows);
  yield* view.width < NARROW ? cellLines(grid, rows, view) : tableLines(grid, rows, view);
  yield '';
  yield* legend(rows, view);
}

interface Placed {
  readonly index: number;
  readonly heading: string;
  readonly width: number;
}

interface Layout {
  readonly method: number;
  readonly route: number;
  /** Columns side by side; each block repeats the route. */
  readonly blocks: readonly (readonly Placed[])[];
}

function* tableLines(grid: Grid, rows: readonly FoldedRow[], view: View): Generator<Line> {
  const layout = layoutOf(grid, rows, view);
  for (const [at, block] of layout.blocks.entries()) {
    if (at > 0) yield '';
    yield headingLine(block, layout);
    for (const folded of rows) yield* rowLines(folded, block, layout, grid, view);
  }
}

function layoutOf(grid: Grid, rows: readonly FoldedRow[], view: View): Layout {
  const ellipsis = ellipsisFor(view);
  const columns = grid.columns.map(({ heading }, index) => {
    const cut = cutMiddle(heading, WIDEST_HEADING, ellipsis);
    return { index, heading: cut, width: Math.max(NARROWEST_COLUMN, displayWidth(cut)) };
  });
  const method = Math.min(WIDEST_METHOD, widest(rows.map(({ row }) => row.method)));
  const paths = widest(rows.map(({ row }) => row.path));
  const least = Math.min(paths, Math.floor(view.width * ROUTE_SHARE) - method);
  const room = view.width - method - 1;
  const route = Math.min(paths, room - widthOf(columns));
  if (route >= least) return { method, route, blocks: [columns] };
  const blocks = blocksOf(columns, room - least);
  return { method, route: Math.min(paths, room - Math.max(...blocks.map(widthOf))), blocks };
}

const widthOf = (columns: readonly Placed[]): number =>
  columns.reduce((sum, { width }) => sum + GAP.length + width, 0);

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);

function blocksOf(columns: readonly Placed[], room: number): readonly (readonly Placed[])[] {
  const blocks: Placed[][] = [[]];
  let used = 0;
  for (const column of columns) {
    const width = GAP.length + column.width;
    if (used + width > room && used > 0) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1)?.push(column);
    used += width;
  }
  return blocks;
}

function headingLine(block: readonly Placed[], { method, route }: Layout): Line {
  const headings = block.map(({ heading, width }) => padTo(heading, width)).join(GAP);
  return [' '.repeat(method + 1 + route), GAP, strong(headings.trimEnd())];
}

function rowLines(
  folded: FoldedRow,
  block: readonly Placed[],
  { method, route }: Layout,
  grid: Grid,
  view: View,
): Text {
  const { row } = folded;
  const ellipsis = ellipsisFor(view);
  const name = `${padTo(cutMiddle(row.method, method, ellipsis), method)} ${cutMiddle(row.path, route, ellipsis)}`;
  const signs = block.flatMap(({ index, width }) => [GAP, ...centred(row.answers[index], width, view)]);
  const start: Line = [padTo(name, method + 1 + route), ...signs];
  const shown = new Set(block.map(({ index }) => index));
  const notes = row.notes.flatMap((note) => noteOf(note, shown, grid.columns, view));
  const indent = method + 1;
  const startWidth = indent + route + widthOf(block);
  return [...joined(start, notes, startWidth, indent, view), ...foldLine(folded, indent, view)];
}

/** The notes beside the row where there is room for them, else below it. */
function joined(start: Line, notes: readonly Note[], startWidth: number, indent: number, view: View): Text {
  const beside = notes.flatMap((note, at) => (at === 0 ? [GAP, ...note.spans] : ['; ', ...note.spans]));
  const width = startWidth + notes.reduce((sum, { text }) => sum + GAP.length + displayWidth(text), 0);
  if (width <= view.width) return [trimmed([...start, ...beside])];
  return [trimmed(start), ...notesBelow(notes, indent, view)];
}

const notesBelow = (notes: readonly Note[], indent: number, view: View): Text =>
  notes.flatMap(({ text, style }) =>
    wrap(text, view.width, indent, 2).map((line) => [{ text: line, style }]),
  );

function foldLine({ row, alike, prefix }: FoldedRow, indent: number, view: View): Text {
  if (alike === 0) return [];
  const text = `and ${alike} ${row.method} routes under ${prefix} alike`;
  return wrap(text, view.width, indent).map((line): Line => [faint(line)]);
}

function* cellLines(grid: Grid, rows: readonly FoldedRow[], view: View): Generator<Line> {
  const ellipsis = ellipsisFor(view);
  const headings = grid.columns.map(({ heading }) =>
    cutMiddle(heading, Math.floor(view.width / 3), ellipsis),
  );
  const heading = widest(headings);
  const room = view.width - heading - NARROWEST_COLUMN - 2;
  const every = new Set(grid.columns.keys());
  const indent = NARROWEST_COLUMN + 1;
  for (const folded of rows) {
    const { row } = folded;
    const route = cutMiddle(`${row.method} ${row.path}`, room, ellipsis);
    yield* row.answers.flatMap((answer, at): Line[] =>
      answer ? [[...signSpans(answer, view), ` ${padTo(headings[at] ?? '', heading)} ${route}`]] : [],
    );
    const notes = row.notes.flatMap((note) => noteOf(note, every, grid.columns, view));
    yield* notesBelow(notes, indent, view);
    yield* foldLine(folded, indent, view);
  }
}

/** A sign and its mark, two columns wide. */
function signSpans({ answer, unmet }: GridAnswer, { ascii }: View): readonly (string | Span)[] {
  const sign = signOf(answer, ascii);
  return unmet
    ? [{ text: `${sign}!`, style: 'bad' }]
    : [{ text: sign, style: answerSymbols[answer].style }, ' '];
}

function centred(answer: GridAnswer | undefined, width: number, view: View): readonly (string | Span)[] {
  if (answer === undefined) return [' '.repeat(width)];
  const before = Math.floor((width - 1) / 2);
  const after = width - before - NARROWEST_COLUMN;
  if (after < 0) return [' '.repeat(before - 1), ...signSpans(answer, view)];
  return [' '.repeat(before), ...signSpans(answer, view), ' '.repeat(after)];
}

interface Note {
  readonly text: string;
  readonly spans: readonly (string | Span)[];
  readonly style: Span['style'];
}

/** A note as far as it concerns the columns that are shown. */
function noteOf(
  { columns, before, after, unmet }: GridNote,
  shown: ReadonlySet<number>,
  headings: readonly GridColumn[],
  view: View,
): readonly Note[] {
  const concerned = columns.filter((index) => shown.has(index));
  if (concerned.length === 0) return [];
  const names = concerned.map((index) => headings[index]?.heading ?? '').join(', ');
  const style = unmet ? 'bad' : 'faint';
  if (typeof after === 'string') {
    const text = `${before}${names}${after}`;
    return [{ text, spans: [{ text, style }], style }];
  }
  const sign = signOf(after.answer, view.ascii);
  const start = `${before}${names} `;
  return [
    {
      text: start + sign,
      spans: [
        { text: start, style },
        { text: sign, style: answerSymbols[after.answer].style },
      ],
      style,
    },
  ];
}

/** The line without spaces at its end. */
function trimmed(line: Line): Line {
  if (typeof line === 'string') return line.trimEnd();
  const end = line.findLastIndex((span) => typeof span !== 'string' || span.trim() !== '');
  return line
    .slice(0, end + 1)
    .map((span, at) => (at === end && typeof span === 'string' ? span.trimEnd() : span));
}

const ellipsisFor = ({ ascii }: View): string => (ascii ? '...' : '…');

/** Names the signs that the grid shows, and no others. */
function legend(rows: readonly FoldedRow[], view: View): Text {
  const { answers: used, unmet } = new ShownAnswers(rows.map(({ row }) => row));
  const entries = used.map((answer) => `${signOf(answer, view.ascii)} ${answerSymbols[answer].legend}`);
  const all = unmet ? [...entries, '! not as expected'] : entries;
  return pack(all, GAP, view.width).map((line): Line => [faint(line)]);
}
