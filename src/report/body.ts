import { type HttpHeaders, headerOf } from '../ports/http.js';
import { type JsonValue, parseJson } from '../token/json.js';
import { count } from './count.js';
import { jsonLines } from './json-lines.js';
import { caution, type Text } from './text.js';

/** A body as far as it can be read. */
export type ReadBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly text: string; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly type: string };

/**
 * Reads the bytes of a body: JSON whatever it is said to be, else text in the character set that is said, else neither.
 *
 * @param truncated - whether bytes are missing at the end.
 */
export function readBody(bytes: Uint8Array, headers: HttpHeaders, truncated: boolean): ReadBody {
  if (bytes.length === 0) return { kind: 'none' };
  const type = headerOf(headers, 'content-type') ?? '';
  const text = headerOf(headers, 'content-encoding') ? undefined : textIn(bytes, charsetIn(type), truncated);
  if (text === undefined) return { kind: 'binary', type: type || 'an unknown type' };
  const value = truncated ? undefined : parseJson(text);
  return value === undefined ? { kind: 'text', text } : { kind: 'json', text, value };
}

const charsetIn = (type: string): string => /;\s*charset="?([^\s";]+)/i.exec(type)?.[1] ?? 'utf-8';

/** Undefined for bytes that are no text; a character that is cut at the end is left out. */
function textIn(bytes: Uint8Array, charset: string, truncated: boolean): string | undefined {
  if (bytes.includes(0) && !/^utf-16/i.test(charset)) return undefined;
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: truncated });
  } catch {
    return undefined;
  }
}

/** A body for a person; what controls a terminal is made visible when it is written. */
export function bodyLines(body: ReadBody, bytes: number): Text {
  switch (body.kind) {
    case 'none':
      return [];
    case 'json':
      return jsonLines(body.text) ?? textLines(body.text);
    case 'text':
      return textLines(body.text);
    case 'binary':
      return [[caution(`${count(bytes, 'byte')} of ${body.type}: write them to a file with -o FILE`)]];
  }
}

const TAB = 8;

const textLines = (text: string): Text =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(withoutTabs);

/** Tabs are no danger to a terminal, but as escapes they would make a table unreadable. */
function withoutTabs(line: string): string {
  let column = 0;
  return line.replace(/[^\t]+|\t/g, (part) => {
    const shown = part === '\t' ? ' '.repeat(TAB - (column % TAB)) : part;
    column += shown.length;
    return shown;
  });
}
