/**
 * C0 and C1 control characters, DEL, line and paragraph separators, and the invisible characters that reorder,
 * join or hide text (Unicode bidirectional formatting, zero-width and variation characters, the byte order mark).
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be found
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Nothing but printable ASCII and line ends. */
const isPlain = (text: string): boolean => !/[^ -~\n]/.test(text);

/** No characters at all (Unicode chapter 23.7), and not to be written into documents. */
const NONCHARACTERS = /\p{Noncharacter_Code_Point}/gu;

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const escapeCharacter = (character: string): string => character.split('').map(escapeUnit).join('');

/**
 * Makes every character visible that could move a cursor, recolour a screen, forge a line or reorder text:
 * each becomes `\u` and four hexadecimal digits, twice where it takes two code units.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, escapeUnit).replace(NONCHARACTERS, escapeCharacter);
}

/**
 * One JSON document, safe to print: what `JSON.stringify` leaves unescaped is escaped, so the value is the same.
 *
 * @param indent - spaces a level; 0 for one line.
 */
export function visibleJson(value: unknown, indent = 2): string {
  const json = indent === 0 ? JSON.stringify(value) : JSON.stringify(value, null, indent);
  // Line ends are of the indentation alone: those in strings are escaped already.
  return isPlain(json) ? json : json.split('\n').map(visible).join('\n');
}
