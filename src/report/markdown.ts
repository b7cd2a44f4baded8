import { visible } from './visible.js';

/**
 * Text that stays text in Markdown, also in a table cell: it makes no markup, no link, no HTML, and mentions nobody.
 */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\\`*_[\]#|~$]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, 3)}&#46;`);
}

/** Text of authctl itself, whose backticks stand for code. */
export function markdownProse(text: string): string {
  const pieces = text.split('`');
  return pieces
    .map((piece, at) => (at % 2 === 1 ? `\`${piece.replaceAll('|', '\\|')}\`` : markdownText(piece)))
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** One row of a table; the cells are Markdown already. */
export const markdownRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
