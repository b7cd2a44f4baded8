import { displayWidth, startOf } from './display-width.js';

/**
 * Puts pieces side by side, as many to a line as fit `width` columns; a piece that is wider is broken where it must.
 *
 * @param pieces - as they will be written.
 * @param gap - what stands between two pieces of a line.
 */
export function pack(pieces: readonly string[], gap: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces.filter((part) => part !== '')) {
    const longer = line === '' ? piece : line + gap + piece;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = broken(piece, width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

/**
 * Breaks a text at its spaces into lines of at most `width` columns.
 *
 * @param indent - spaces before the first line.
 * @param hang - spaces more before each line after it.
 */
export function wrap(text: string, width: number, indent = 0, hang = 0): readonly string[] {
  const lines = pack(text.split(' '), ' ', Math.max(1, width - indent - hang));
  return lines.map((line, at) => ' '.repeat(at === 0 ? indent : indent + hang) + line);
}

function broken(word: string, width: number): readonly string[] {
  const parts: string[] = [];
  let rest = word;
  while (displayWidth(rest) > width) {
    const part = startOf(rest, width) || rest;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}
