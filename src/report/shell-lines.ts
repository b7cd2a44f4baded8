import { displayWidth } from './display-width.js';

/** A word of a shell command, quoted parts whole; an option takes the word after it along. */
const WORD = String.raw`(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+`;
const PIECE = new RegExp(`-${WORD} ${WORD}|${WORD}`, 'g');

/**
 * A shell command over as many lines as it needs, continued with backslashes, so that it can be copied and run.
 *
 * @param command - as it will be written. A piece that is too wide stays whole: broken, it would not run.
 * @param indent - spaces before each line; two more before a continued one.
 */
export function shellLines(command: string, width: number, indent: number): readonly string[] {
  const start = ' '.repeat(indent);
  const pieces = command.match(PIECE) ?? [];
  if (indent + displayWidth(command) <= width || pieces.join(' ') !== command) return [start + command];
  const room = width - indent - 2 - ' \\'.length;
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const longer = line === '' ? piece : `${line} ${piece}`;
    if (line !== '' && displayWidth(longer) > room) {
      lines.push(line);
      line = piece;
    } else line = longer;
  }
  lines.push(line);
  return lines.map(
    (text, at) => `${start}${at === 0 ? '' : '  '}${text}${at === lines.length - 1 ? '' : ' \\'}`,
  );
}
