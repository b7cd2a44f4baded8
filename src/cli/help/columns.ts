import { accent, type Text } from '../../report/text.js';
import { wrap } from '../../report/wrap.js';

export interface Entry {
  /** May begin with spaces. */
  readonly term: string;
  readonly meaning: string;
}

/** How narrow the second column may become before it goes below the first. */
const NARROWEST = 30;

/** Terms and their meanings in two columns, or one below the other where there is no room. */
export function twoColumns(entries: readonly Entry[], width: number): Text {
  const left = Math.max(...entries.map(({ term }) => term.length)) + 2;
  if (width - left < NARROWEST) {
    return entries.flatMap(({ term, meaning }) => [
      [accent(term)],
      ...(meaning === '' ? [] : wrap(meaning, width - 6).map((line) => `      ${line}`)),
    ]);
  }
  return entries.flatMap(({ term, meaning }) =>
    wrap(meaning, width - left).map((line, index) =>
      index === 0
        ? [accent(term), line === '' ? '' : ' '.repeat(left - term.length), line]
        : `${' '.repeat(left)}${line}`,
    ),
  );
}
