import { AuthctlError } from '../errors.js';

/** Longer names do not fit the columns of `status`. */
const LONGEST = 64;

/**
 * Checks a session's name: it becomes a word on command lines, a column and, in some stores, a key.
 *
 * @throws {AuthctlError} `USAGE` when it is empty, longer than 64 characters, starts with `-` or holds `/`, `\`, a
 * quotation mark, white space, or a character that cannot be seen.
 */
export function checkName(name: string): string {
  if (/^(?!-)[^/\\"'`\s\p{C}\p{Z}]+$/u.test(name) && name.length <= LONGEST) return name;
  throw new AuthctlError('USAGE', `'${name}' cannot be the name of a session`, {
    hint: `take up to ${LONGEST} letters, digits and signs such as . _ @ -, and name the session with --as NAME`,
  });
}
