import type { z } from 'zod';
import type { Path, SourceDocument } from '../document/source-document.js';
import type { Problem } from '../errors.js';
import { didYouMean, oneOf } from '../nearest.js';
import { METHODS } from './route-key.js';

type Issue = z.core.$ZodIssue;

/** Checks data against the schema; what is wrong is said with the words of the document, not of the filled-in data. */
export function checkSchema<Schema extends z.ZodObject>(
  schema: Schema,
  data: unknown,
  document: SourceDocument,
): { readonly problems: readonly Problem[]; readonly file: z.infer<Schema> | undefined } {
  const result = schema.safeParse(data, { error: expectedBy });
  const source = { document, schema };
  const problems = result.error?.issues.flatMap((issue) => problemsOf(issue, [], source)) ?? [];
  return { problems, file: result.data };
}

/** A document, and what it should be. */
interface Source {
  readonly document: SourceDocument;
  readonly schema: z.ZodObject;
}

/** What a schema expected that does not say so itself. */
function expectedBy(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return oneOf([...new Set(issue.values.map(String))]);
    case 'invalid_type':
      return EXPECTED_TYPES[issue.expected] ?? issue.expected;
    default:
      return 'something else';
  }
}

const EXPECTED_TYPES: Readonly<Record<string, string>> = {
  object: 'keys and values',
  record: 'keys and values',
  array: 'a list',
  string: 'text',
  number: 'a number',
};

function problemsOf(issue: Issue, parent: Path, source: Source): readonly Problem[] {
  const { document } = source;
  const path: Path = [...parent, ...(issue.path as Path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, source));
    case 'invalid_key':
      return [badRouteKey(path, document)];
    case 'invalid_union': {
      const inner = innerIssues(issue.errors);
      if (inner.length > 0) return inner.flatMap((each) => problemsOf(each, path, source));
      return [badValue(issue.message, path, document)];
    }
    default:
      return [badValue(issue.message, path, document, issue.code === 'invalid_value' ? issue.values : [])];
  }
}

/** The issues of the alternative that the value was meant to be: the one that looked inside it. */
function innerIssues(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  return (
    alternatives.find((issues) =>
      issues.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
    ) ?? []
  );
}

function unknownKey(key: string, parent: Path, { document, schema }: Source): Problem {
  const known = knownKeys(parent, schema);
  return {
    message: `unknown key '${key}'${parent.length === 0 ? '' : ` in ${dotted(parent)}`}`,
    at: document.keyAt([...parent, key]),
    hint: didYouMean(key, known) ?? `known here: ${known.join(', ')}`,
  };
}

function badRouteKey(path: Path, document: SourceDocument): Problem {
  return {
    message: `'${String(path.at(-1))}' is no route: expected a method and a path, such as 'GET /articles/{id}'`,
    at: document.keyAt(path),
    hint: `write one of ${METHODS.join(', ')} in capitals, a space, and a path that begins with a slash`,
  };
}

function badValue(
  expected: string,
  path: Path,
  document: SourceDocument,
  choices: readonly unknown[] = [],
): Problem {
  const found = valueAt(document.data, path);
  if (found === undefined) {
    return {
      message: `${path.length > 1 ? `${dotted(path.slice(0, -1))} lacks` : 'there is no'} '${String(path.at(-1))}'`,
      at: document.keyAt(path.slice(0, -1)),
      hint: /^\d+$/.test(expected)
        ? `add \`${String(path.at(-1))}: ${expected}\``
        : `add \`${String(path.at(-1))}:\` with ${expected}`,
    };
  }
  return {
    message: `${path.length === 0 ? 'the file' : dotted(path)}: expected ${expected}, not ${shown(found, path)}`,
    at: document.valueAt(path),
    hint:
      typeof found === 'string'
        ? found === expected
          ? 'write it without quotes'
          : didYouMean(
              found,
              choices.filter((choice) => typeof choice === 'string'),
            )
        : quotesHint(found, expected),
  };
}

const quotesHint = (found: unknown, expected: string): string | undefined =>
  ['number', 'boolean'].includes(typeof found) && /^(text|the name|a path|a file)/.test(expected)
    ? 'put it in quotes'
    : undefined;

/** A value as a message names it: never one of a password, nor a long one. */
function shown(value: unknown, path: Path): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys and values';
  if (['password', 'secret', 'body'].some((name) => path.includes(name))) return `a ${typeof value}`;
  const written = String(value);
  return `'${written.length > 60 ? `${written.slice(0, 57)}...` : written}'`;
}

/** A path as a reader writes it: `subjects.agus.role`, `routes['GET /articles'].allow[0]`. */
export function dotted(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `['${step}']`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** The keys that the schema knows under a path. */
function knownKeys(path: Path, top: z.ZodObject): readonly string[] {
  let schema: unknown = top;
  for (const step of path) schema = inside(unwrapped(schema), step);
  const known = objectIn(unwrapped(schema));
  return known ? Object.keys(known.shape) : [];
}

interface SchemaDefinition {
  readonly type: string;
  readonly innerType?: unknown;
  readonly valueType?: unknown;
  readonly element?: unknown;
  readonly options?: readonly unknown[];
}

const definitionOf = (schema: unknown): SchemaDefinition =>
  (schema as { readonly def: SchemaDefinition }).def;

function unwrapped(schema: unknown): unknown {
  const { type, innerType } = definitionOf(schema);
  return type === 'optional' ? unwrapped(innerType) : schema;
}

function objectIn(schema: unknown): z.ZodObject | undefined {
  const { type, options = [] } = definitionOf(schema);
  if (type === 'object') return schema as z.ZodObject;
  return options.map((option) => objectIn(unwrapped(option))).find((found) => found !== undefined);
}

function inside(schema: unknown, step: string | number): unknown {
  const { type, valueType, element, options = [] } = definitionOf(schema);
  if (type === 'object') return (schema as z.ZodObject).shape[step as string];
  if (type === 'record') return valueType;
  if (type === 'array') return element;
  const fitting = options
    .map(unwrapped)
    .find((option) => ['array', 'object', 'record'].includes(definitionOf(option).type));
  return inside(fitting, step);
}
