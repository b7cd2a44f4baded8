import { accent, faint, type Line, strong, type Text, type View } from './text.js';

/** Columns that a text takes. */
export type WidthOf = (text: string) => number;

/** As in ASCII. */
export const lengthOf: WidthOf = ({ length }) => length;

/** One line of a section, already visible so that its columns stay straight: a name, its value, and what that means. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** Names, values and what they mean, in columns below a title; nothing where there are no fields. */
export function section(title: string, fields: readonly Field[], view: View, widthOf: WidthOf): Text {
  if (fields.length === 0) return [];
  const columns = columnsFor(fields, view, widthOf);
  return ['', [strong(title)], ...fields.flatMap((field) => fieldLines(field, columns))];
}

const INDENT = 2;
export const GAP = 2;
/** Wider columns would push everything else to the right for the sake of one long name or value. */
const MAX_NAME = 20;
const MAX_VALUE = 24;

/** How wide the columns of one section are. */
interface Columns {
  readonly names: number;
  readonly values: number;
  readonly width: number;
  readonly widthOf: WidthOf;
}

function columnsFor(fields: readonly Field[], { width }: View, widthOf: WidthOf): Columns {
  const names = Math.min(MAX_NAME, Math.max(...fields.map(({ name }) => widthOf(name))));
  const values = Math.max(...fields.map(({ value }) => widthOf(value)).filter((own) => own <= MAX_VALUE), 0);
  return { names, values, width, widthOf };
}

/** The meaning stands beside the value where there is room, in a column if it can, else on lines of its own. */
function fieldLines({ name, value, meaning }: Field, { names, values, width, widthOf }: Columns): Text {
  const pad = (text: string, to: number): string => ' '.repeat(Math.max(0, to - widthOf(text)));
  const start = [' '.repeat(INDENT), accent(name), pad(name, names), ' '.repeat(GAP)];
  const left = INDENT + Math.max(names, widthOf(name)) + GAP;
  const room = width - left - GAP - meaning.length;
  if (meaning !== '' && widthOf(value) <= room) {
    const column = Math.max(widthOf(value), values) <= room ? pad(value, values) : '';
    return [[...start, value, `${column}${' '.repeat(GAP)}`, faint(meaning)]];
  }
  const below = INDENT + names + GAP;
  const indent = ' '.repeat(below);
  const inside = Math.max(MIN_COLUMN, width - left);
  const [first = '', ...rest] = widthOf(value) <= inside ? [value] : broken(value, inside, widthOf);
  return [
    [...start, first],
    ...rest.map((line): Line => [indent, line]),
    ...(meaning === ''
      ? []
      : broken(meaning, Math.max(MIN_COLUMN, width - below)).map((line): Line => [indent, faint(line)])),
  ];
}

/** Narrower columns would break every word. */
export const MIN_COLUMN = 16;

/** Lines of text alone, broken where they do not fit. */
export const wrapped = (text: Text, { width }: View): Text =>
  text.flatMap((line): Text => (typeof line === 'string' ? broken(line, width) : [line]));

/** A value in pieces that fit a width; at the end of a word or of a list's element where one is near. */
export function broken(value: string, width: number, widthOf: WidthOf = lengthOf): readonly string[] {
  const lines: string[] = [];
  let rest = [...value];
  while (rest.length > 0) {
    const fitting = fittingCount(rest, width, widthOf);
    const near = rest.slice(0, fitting).findLastIndex((character) => character === ' ' || character === ',');
    const end = fitting === rest.length || near < fitting / 2 ? fitting : near + 1;
    lines.push(rest.slice(0, end).join('').trimEnd());
    rest = rest.slice(end);
  }
  return lines;
}

/** How many characters from the start fit a width; at least one. */
function fittingCount(characters: readonly string[], width: number, widthOf: WidthOf): number {
  let used = 0;
  const over = characters.slice(0, width + 1).findIndex((character) => {
    used += widthOf(character);
    return used > width;
  });
  return over === -1 ? Math.min(characters.length, width + 1) : Math.max(1, over);
}
