import { Help } from 'commander';

/** Descriptions narrower than this are put below what they describe. */
const NARROWEST = 36;
const INDENT = 6;

/** One line of a list in `--help`: in two columns, or one below the other where there is no room for two. */
export function helpItem(term: string, termWidth: number, description: string, help: Help): string {
  const width = help.helpWidth ?? 80;
  if (description === '' || width - termWidth - 4 >= NARROWEST)
    return Help.prototype.formatItem.call(help, term, termWidth, description, help);
  const below = wrapped(description, width - INDENT).map((line) => `${' '.repeat(INDENT)}${line}`);
  return [`  ${term}`, ...below].join('\n');
}

/** Help as a terminal of this width shows it best: prose is broken at spaces, examples and lists stay as they are. */
export function fittedHelp(text: string, width: number): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const isProse = /^[A-Za-z`-]/.test(line);
    lines.push(...(isProse && line.length > width ? wrapped(line, width) : [line]));
  }
  return lines.join('\n');
}

/** @param text - in ASCII, one column a character. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines;
}
