import type { Shell } from './shell.js';
import type { Suggestion, Suggestions } from './suggestion.js';
import type { TypedWord } from './typed-line.js';

/**
 * The answer to a shell's script: a first line that says what follows, then one word a line.
 *
 * The first line is `words`; `open`, where no space is to follow; or `path`, with a tab between what stands before the path
 * and the path, where the shell is to look for files itself.
 */
export function writeSuggestions(shell: Shell, found: Suggestions, current: TypedWord): string {
  if (found.kind === 'path') {
    const before = shell === 'bash' ? found.before.slice(current.kept) : found.before;
    return `path\t${before}\t${visible(found.path)}\n`;
  }
  const { words } = found;
  const goesOn = words.length > 0 && words.every((word) => word.goesOn);
  return `${[goesOn ? 'open' : 'words', ...words.map((word) => WRITERS[shell](word, current))].join('\n')}\n`;
}

const WRITERS: Readonly<Record<Shell, (word: Suggestion, current: TypedWord) => string>> = {
  bash: ({ value }, { kept, quote }) => quotedForBash(value.slice(kept), quote),
  zsh: ({ value, means = '', goesOn }) =>
    `${goesOn ? 'open' : 'done'} ${value.replace(/[\\:]/g, '\\$&')}${means === '' ? '' : `:${visible(means)}`}`,
  fish: ({ value, means = '' }) => `${value}\t${visible(means)}`,
  powershell: ({ value, means = '' }) =>
    `${quotedForPowershell(value)}\t${value}\t${visible(means) || value}`,
};

/** In one line. */
const visible = (text: string): string => text.replace(/[\p{C}\u2028\u2029]+/gu, ' ');

/** As readline inserts it: a quote that is open stays open. */
function quotedForBash(text: string, quote: TypedWord['quote']): string {
  if (quote === "'") return text.replaceAll("'", `'\\''`);
  if (quote === '"') return text.replace(/["\\$`]/g, '\\$&');
  return text.replace(/[^\w./:=@%+,-]/gu, '\\$&');
}

function quotedForPowershell(text: string): string {
  return /^[\w./:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
