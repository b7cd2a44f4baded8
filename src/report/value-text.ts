import type { JsonValue } from '../token/json.js';

/** What a reader could take for a number, a constant, a list, an object or nothing. */
const LIKE_JSON = /^(?:|-?\d+(?:\.\d+)?|true|false|null)$|^[[{"\s]|\s$/;

/** A value in one line: a string as it is where it cannot be taken for another kind of value, else as JSON. */
export function valueText(value: JsonValue): string {
  const isPlain = typeof value === 'string' && !LIKE_JSON.test(value);
  return isPlain ? value : JSON.stringify(value);
}
