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
  return entries.flatMap(({ term, meaning }) => {
    const [first, ...rest] = wrap(meaning, width - left);
    if (first === undefined) return [[accent(term)]];
    return [
      [accent(term), ' '.repeat(left - term.length), first],
      ...rest.map((line) => `${' '.repeat(left)}${line}`),
    ];
  });
}
