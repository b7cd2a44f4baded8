import type { Line } from '../../src/report/text.js';
import { visible } from '../../src/report/visible.js';

/** The lines of a text as they are written where there is no colour. */
export function plainLines(text: Iterable<Line>): readonly string[] {
  return Array.from(text, (line) =>
    visible(
      typeof line === 'string'
        ? line
        : line.map((span) => (typeof span === 'string' ? span : span.text)).join(''),
    ),
  );
}
