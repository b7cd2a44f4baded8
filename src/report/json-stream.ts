import { visibleJson } from './visible.js';

/** The items of an array that is not to be held: they are made one after the other. */
export class Items {
  readonly of: Iterable<unknown>;

  constructor(items: Iterable<unknown>) {
    this.of = items;
  }
}

/** The members of an object that has `Items` among them, or such objects. */
export class Members {
  readonly of: Iterable<Member>;

  constructor(members: Iterable<Member>) {
    this.of = members;
  }
}

export type Member = readonly [name: string, value: unknown];

/** One JSON object, member by member and item by item, as `JSON.stringify` with two spaces would write it. */
export function* jsonDocument(members: Iterable<Member>): Generator<string> {
  yield* textOf(new Members(members), '\n');
  yield '\n';
}

/** The same on a line of its own. */
export function* jsonLine(members: Iterable<Member>): Generator<string> {
  yield* textOf(new Members(members), '');
  yield '\n';
}

/** @param lineEnd - a line end with the indentation of the value; empty for everything on one line. */
function* textOf(value: unknown, lineEnd: string): Generator<string> {
  if (value instanceof Items) yield* listOf(value.of, '[]', lineEnd, (item, inner) => textOf(item, inner));
  else if (value instanceof Members) yield* listOf(value.of, '{}', lineEnd, memberText);
  else if (lineEnd === '') yield visibleJson(value, 0);
  else yield visibleJson(value).replaceAll('\n', lineEnd);
}

function* memberText([name, value]: Member, lineEnd: string): Generator<string> {
  yield `${JSON.stringify(name)}:${lineEnd === '' ? '' : ' '}`;
  yield* textOf(value, lineEnd);
}

function* listOf<Part>(
  parts: Iterable<Part>,
  brackets: '[]' | '{}',
  lineEnd: string,
  text: (part: Part, lineEnd: string) => Iterable<string>,
): Generator<string> {
  const [open, close] = [brackets.charAt(0), brackets.charAt(1)];
  const inner = lineEnd === '' ? '' : `${lineEnd}  `;
  let before = open + inner;
  for (const part of parts) {
    yield before;
    yield* text(part, inner);
    before = `,${inner}`;
  }
  yield before.startsWith(open) ? brackets : lineEnd + close;
}
