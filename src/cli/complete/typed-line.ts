import type { Shell } from './shell.js';

/** A command line up to the cursor, as its shell would take it apart. */
export interface TypedLine {
  /** Those before the cursor's, without quotes; the first is the program. */
  readonly words: readonly string[];
  readonly current: TypedWord;
}

/** The word that the cursor is in or behind; empty behind a space. */
export interface TypedWord {
  /** Without quotes. */
  readonly text: string;
  /** The quote that is open at the cursor. */
  readonly quote: '' | "'" | '"';
  /** How many characters of `text` stand before what the shell replaces: bash replaces only what is behind a break. */
  readonly kept: number;
}

interface Dialect {
  readonly escapeWith: '\\' | '`';
  /** Whether single quotes can be escaped inside of single quotes. */
  readonly escapesInSingle: boolean;
}

const POSIX: Dialect = { escapeWith: '\\', escapesInSingle: false };

const DIALECTS: Readonly<Record<Shell, Dialect>> = {
  bash: POSIX,
  zsh: POSIX,
  fish: { escapeWith: '\\', escapesInSingle: true },
  powershell: { escapeWith: '`', escapesInSingle: false },
};

const EMPTY: TypedWord = { text: '', quote: '', kept: 0 };

/**
 * Takes a line apart into words. Nothing is expanded: variables and globs stand as they are.
 *
 * @param line - one simple command, up to the cursor.
 * @param breaks - characters at which the shell breaks words for completion: `COMP_WORDBREAKS` of bash.
 */
export function readTypedLine(line: string, shell: Shell, breaks = ''): TypedLine {
  const words: string[] = [];
  let word: TypedWord | undefined;
  for (const piece of piecesOf(line, DIALECTS[shell])) {
    if (piece.kind !== 'space') word = longer(word ?? EMPTY, piece, breaks);
    else if (word) {
      words.push(word.text);
      word = undefined;
    }
  }
  return { words: withoutAssignments(words), current: word ?? EMPTY };
}

type Piece =
  | { readonly kind: 'space' }
  | { readonly kind: 'plain' | 'quoted'; readonly text: string }
  /** From here on this quote is open, or none. */
  | { readonly kind: 'quote'; readonly quote: TypedWord['quote'] };

function* piecesOf(line: string, { escapeWith, escapesInSingle }: Dialect): Generator<Piece> {
  let quote: TypedWord['quote'] = '';
  for (let index = 0; index < line.length; index += 1) {
    const isEscape: boolean = line[index] === escapeWith && (quote !== "'" || escapesInSingle);
    if (isEscape) index += 1;
    const character = line[index] ?? '';
    const piece: Piece = isEscape ? { kind: 'quoted', text: character } : pieceOf(character, quote);
    if (piece.kind === 'quote') quote = piece.quote;
    yield piece;
  }
}

function pieceOf(character: string, open: TypedWord['quote']): Piece {
  if (character === open) return { kind: 'quote', quote: '' };
  if (open !== '') return { kind: 'quoted', text: character };
  if (character === "'" || character === '"') return { kind: 'quote', quote: character };
  return /\s/.test(character) ? { kind: 'space' } : { kind: 'plain', text: character };
}

function longer(
  { text, quote, kept }: TypedWord,
  piece: Exclude<Piece, { kind: 'space' }>,
  breaks: string,
): TypedWord {
  if (piece.kind === 'quote')
    return { text, quote: piece.quote, kept: piece.quote === '' ? kept : text.length };
  const whole = `${text}${piece.text}`;
  // Of `@` and `$`, readline hands over the word with the character that it begins with.
  const isBreak = piece.kind === 'plain' && breaks.includes(piece.text) && !'@$'.includes(piece.text);
  return { text: whole, quote, kept: isBreak ? whole.length : kept };
}

/** Variables may be set before the program is named. */
function withoutAssignments(words: readonly string[]): readonly string[] {
  const program = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return program < 0 ? [] : words.slice(program);
}
