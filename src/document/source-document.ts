import { AuthctlError, type ErrorCode, type SourcePosition } from '../errors.js';
import { readJson } from './json-document.js';
import { nestingError } from './nesting.js';
import { readYaml } from './yaml-document.js';

/** Keys and indices that lead from the top of a document to a value. */
export type Path = readonly (string | number)[];

/** A YAML or JSON text as plain data whose every key and value still knows its line and column. */
export interface SourceDocument {
  /** Objects, arrays, strings, numbers, booleans and null; undefined for a text without content. May share objects. */
  readonly data: unknown;
  /** Where the value at a path begins; where there is none, its nearest ancestor. */
  valueAt(path: Path): SourcePosition;
  /** Where the key that a path ends with stands; where there is none, the nearest ancestor's key. */
  keyAt(path: Path): SourcePosition;
  /** A number, boolean or null as it is spelt in the text (`007`, `1e3`); undefined for any other value. */
  spellingAt(path: Path): string | undefined;
}

export interface DocumentOptions {
  /** How the text is named in messages. */
  readonly file: string;
  /** The code of the error that a text with mistakes ends in. */
  readonly code: ErrorCode;
  /** How often YAML aliases may be resolved: a guard against texts that grow when they are read. Default 100. */
  readonly maxAliases?: number;
}

/**
 * Reads YAML 1.2 (with merge keys) or JSON; a byte order mark is ignored.
 *
 * A text that begins with `{` or `[` is read as JSON, which is many times faster, unless its name ends in `.yaml` or
 * `.yml`.
 *
 * @throws {AuthctlError} with `options.code` and the position of the first mistake, the others in `also`.
 */
export function readDocument(text: string, options: DocumentOptions): SourceDocument {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const named = /\.ya?ml$/i.test(options.file);
  try {
    return !named && /^\s*[{[]/.test(content) ? readJson(content, options) : readYaml(content, options);
  } catch (error) {
    if (error instanceof AuthctlError) throw error;
    if (error instanceof RangeError)
      throw nestingError(options.code, { file: options.file, line: 1, column: 1 });
    throw new AuthctlError(
      options.code,
      'cannot be read: its aliases lead in a circle or grow without limit',
      {
        at: { file: options.file, line: 1, column: 1 },
        cause: error,
        hint: 'write it with fewer aliases',
      },
    );
  }
}
