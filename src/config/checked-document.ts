import type { z } from 'zod';
import { type Path, readDocument, type SourceDocument } from '../document/source-document.js';
import { AuthctlError, type Problem } from '../errors.js';
import { checkSchema } from './schema-problems.js';
import { type Environment, fillVariables } from './variables.js';

const CODE = 'CONFIG_INVALID';

export interface ConfigText {
  readonly text: string;
  /** As messages name it. */
  readonly file: string;
  /** Absolute path, which relative file names in it start from. */
  readonly path: string;
}

/** What makes one kind of configuration file. */
export interface FileKind<Schema extends z.ZodObject> {
  readonly schema: Schema;
  /** What no schema can say. */
  readonly rules: (file: z.infer<Schema>, document: SourceDocument) => readonly Problem[];
  /** The command that writes a first one. */
  readonly command: string;
  /** What explains its keys. */
  readonly topic: string;
  /** The keys at the top whose variables have to be set; default: all. */
  readonly needed?: readonly string[] | undefined;
}

/** A file that has nothing wrong with it. */
export interface CheckedDocument<File> {
  readonly file: File;
  readonly document: SourceDocument;
  /** Values that came from variables whose name says that they are secret. */
  readonly secrets: readonly string[];
}

/**
 * Reads a configuration file: YAML, variables, schema, rules.
 *
 * @throws {AuthctlError} `CONFIG_INVALID` with the position of the first mistake and the others in `also`.
 */
export function checkDocument<Schema extends z.ZodObject>(
  { text, file }: ConfigText,
  env: Environment,
  kind: FileKind<Schema>,
): CheckedDocument<z.infer<Schema>> {
  const document = readDocument(text, { file, code: CODE });
  requireVersion(document, kind);
  const filled = fillVariables(document, env, kind.needed);
  const checked = checkSchema(kind.schema, withoutEmptySections(filled.data), document);
  const unfilled = new Set(filled.problems.map(({ at }) => `${at.line}:${at.column}`));
  const problems = [
    ...filled.problems,
    ...checked.problems.filter(({ at }) => !unfilled.has(`${at.line}:${at.column}`)),
    ...(checked.file ? kind.rules(checked.file, document) : []),
  ];
  if (problems.length > 0 || !checked.file) throw invalid(problems);
  return { file: checked.file, document, secrets: filled.secrets };
}

/** In the order of the file, each mistake once. */
export function invalid(problems: readonly Problem[]): AuthctlError {
  const ordered = problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const [first, ...also] = ordered;
  return new AuthctlError(CODE, first?.message ?? 'cannot be used', { ...first, also });
}

/** Before all else: what a newer version means by its keys is not ours to judge. */
function requireVersion(
  { data, valueAt }: SourceDocument,
  { command, topic }: Pick<FileKind<z.ZodObject>, 'command' | 'topic'>,
): void {
  const fail = (message: string, hint: string, path: Path = []) =>
    new AuthctlError(CODE, message, { at: valueAt(path), hint });
  if (data === undefined || data === null) {
    throw fail('the file is empty', `write a first one with \`${command}\``);
  }
  if (typeof data !== 'object' || Array.isArray(data)) {
    throw fail(
      `expected keys and values, not ${Array.isArray(data) ? 'a list' : 'a single value'}`,
      `begin the file with \`version: 1\`; \`${topic}\` explains the keys`,
    );
  }
  const version = (data as { readonly version?: unknown }).version;
  if (typeof version === 'number' && version > 1) {
    throw fail(
      `version ${version} of this file needs a newer authctl`,
      'upgrade: npm install --save-dev authctl@latest',
      ['version'],
    );
  }
}

/** A section whose content is commented out counts as absent. */
function withoutEmptySections(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
