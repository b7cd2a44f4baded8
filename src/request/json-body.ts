import { firstMistake } from '../document/json-mistake.js';
import { lineFinder } from '../document/lines.js';
import { AuthctlError } from '../errors.js';
import { parseJson } from '../token/json.js';

/**
 * Makes sure that a body is the JSON that it will be said to be.
 *
 * @param file - what it was read from, for the message; undefined for the command line.
 * @throws {AuthctlError} `USAGE`, with the position where it was read from a file.
 */
export function requireJson(text: string, file: string | undefined): void {
  if (parseJson(text) !== undefined) return;
  const { offset, expected } = firstMistake(text);
  const { line, column } = lineFinder(text)(offset);
  const found = offset >= text.length ? 'it ends' : `'${[...text.slice(offset, offset + 20)][0] ?? ''}'`;
  throw new AuthctlError('USAGE', `the body is no JSON: expected ${expected}, found ${found}`, {
    hint: "write JSON, or name what it is: -H 'Content-Type: application/x-www-form-urlencoded'",
    ...(file === undefined ? {} : { at: { file, line, column } }),
  });
}
