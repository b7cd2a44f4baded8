import type { JsonValue } from '../json.js';

/** Characters of a value that are shown; the rest tells nothing more. */
const LONGEST = 60;

/** A value from a token as it stands in a message: JSON in backticks, cut where it is long. */
export function quoted(value: JsonValue | undefined): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  return `\`${text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text}\``;
}
