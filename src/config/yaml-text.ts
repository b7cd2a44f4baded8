/** Words that YAML 1.1 or 1.2 reads as something other than text, whatever their case. */
const NOT_TEXT = /^(?:true|false|yes|no|on|off|null|y|n|~)$/i;
const PLAIN_TEXT = /^[A-Za-z][\w./-]*(?::[/\w.][\w./-]*)*$/;
const PLAIN_ROUTE = /^[A-Z]+ \/[\w./{}~-]*$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that YAML forbids or breaks lines at
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]/g;

/** A value that reads back as this text, `${` included; quoted only where it has to be. */
export function text(value: string): string {
  const escaped = value.replaceAll('${', () => '$${');
  return PLAIN_TEXT.test(escaped) && !NOT_TEXT.test(escaped) ? escaped : quoted(escaped);
}

/** A key that reads back as this text. Keys know no variables. */
export function key(value: string): string {
  const isPlain = (PLAIN_TEXT.test(value) && !NOT_TEXT.test(value)) || PLAIN_ROUTE.test(value);
  return isPlain ? value : quoted(value);
}

/** What can stand in a comment: on one line, nothing invisible. */
export function comment(value: string): string {
  return value.replace(UNPRINTABLE, ' ');
}

export const flowList = (items: readonly string[]): string => `[${items.join(', ')}]`;

function quoted(value: string): string {
  return JSON.stringify(value).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
