import { parseJson } from '../token/json.js';
import { outlineOf } from '../token/json-outline.js';
import { accent, caution, good, type Span, strong, type Text } from './text.js';

/** Deeper documents are shown as they are: their indentation alone would fill the screen. */
const MOST_LEVELS = 100;
const INDENT = '  ';
/** Of a text that is known to be JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * A JSON text with one member a line, names and values in colours of their own. Numbers and strings stay as they were
 * written: nothing is rounded, no duplicate is lost.
 *
 * @returns undefined where it is no JSON, or nested more than 100 levels.
 */
export function jsonLines(text: string): Text | undefined {
  if (parseJson(text) === undefined || outlineOf(text).depth > MOST_LEVELS) return undefined;
  const tokens = text.match(TOKEN) ?? [];
  const lines: (string | Span)[][] = [[]];
  let depth = 0;
  const breakLine = (change: number): void => {
    depth += change;
    lines.push(depth === 0 ? [] : [INDENT.repeat(depth)]);
  };
  for (const [at, token] of tokens.entries()) {
    const [before, after] = [tokens[at - 1] ?? '', tokens[at + 1] ?? ''];
    if (token in OPENING && before !== OPENING[token]) breakLine(-1);
    lines.at(-1)?.push(spanOf(token, after === ':'));
    if (token === ',') breakLine(0);
    if (isOpening(token) && OPENING[after] !== token) breakLine(1);
  }
  return lines;
}

const OPENING: Readonly<Record<string, string>> = { '}': '{', ']': '[' };
const isOpening = (token: string): boolean => token === '{' || token === '[';

function spanOf(token: string, isName: boolean): string | Span {
  if (token === ':') return ': ';
  if (/^[{}[\],]$/.test(token)) return token;
  if (isName) return accent(token);
  if (token.startsWith('"')) return good(token);
  return /^[-\d]/.test(token) ? caution(token) : strong(token);
}
