import { count } from './count.js';
import type { LineRoom } from './line-room.js';

/**
 * Lines as far as there is room for them, below a head that is left out where there are none, and a word on how many did
 * not fit.
 */
export function* fittedLines(
  head: readonly string[],
  lines: Iterable<string>,
  room: LineRoom,
  noun: string,
): Generator<string> {
  let left = 0;
  let isBegun = false;
  for (const line of lines) {
    if (left > 0 || !room.take(...(isBegun ? [] : head), line)) {
      left += 1;
      continue;
    }
    if (!isBegun) yield* head;
    isBegun = true;
    yield line;
  }
  if (left === 0) return;
  const what = isBegun ? `${noun} more` : noun;
  yield '';
  yield `*${isBegun ? 'and ' : ''}${count(left, what, what.replace(noun, `${noun}s`))}, for which there is no room here*`;
}
