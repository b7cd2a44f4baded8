/** A token in the compact form, alone or after a scheme; nothing that is wrapped over lines has two of them. */
const WHOLE_TOKEN = /^(?:(?:bearer|dpop|jwt)\s+)?eyJ[\w-]*(?:\.[\w-]*){2,4}$/i;

/** One line of a text with several tokens. */
export interface TokenLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** The lines that hold something; a comment starts with `#`. */
export function tokenLines(text: string): readonly TokenLine[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}

/** The same where the text is a list of tokens: two lines and more, each a whole token; undefined for any other. */
export function severalTokens(text: string): readonly TokenLine[] | undefined {
  const lines = tokenLines(text);
  return lines.length > 1 && lines.every((line) => WHOLE_TOKEN.test(line.text)) ? lines : undefined;
}
