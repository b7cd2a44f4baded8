import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { AuthctlError, type Problem, type SourcePosition } from '../errors.js';
import { isTooDeep, nestingError, offsetTooDeep } from './nesting.js';
import type { DocumentOptions, Path, SourceDocument } from './source-document.js';

const DEFAULT_MAX_ALIASES = 100;

/** One mistake of syntax makes others behind it; more than these would only hide the first. */
const MOST_MISTAKES = 10;

/** What a path leads to: the nodes of the last key and value that exist on it. */
interface Reached {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
  /** False where the path goes on beyond them. */
  readonly whole: boolean;
}

/** @throws {AuthctlError} `options.code` naming every mistake. */
export function readYaml(text: string, options: DocumentOptions): SourceDocument {
  const lines = new LineCounter();
  const positionAt = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file: options.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = tokens.map(offsetTooDeep).find((offset) => offset !== undefined);
  if (tooDeep !== undefined) throw nestingError(options.code, positionAt(tooDeep));

  const [document, another] = compose(tokens, text.length);
  const [first, ...others] = [
    ...document.errors.map((error) => problemOf(error, positionAt)),
    ...(another ? [secondDocument(positionAt(another.range[0]))] : []),
    ...aliasProblems(document, positionAt),
  ].slice(0, MOST_MISTAKES);
  if (first) throw new AuthctlError(options.code, first.message, { ...first, also: others });

  const data = document.toJS({ maxAliasCount: options.maxAliases ?? DEFAULT_MAX_ALIASES }) as unknown;
  if (isTooDeep(data)) throw nestingError(options.code, positionAt(0));

  const reach = pathFinder(document);
  const startOf = (node: Node | undefined) => positionAt(node?.range?.[0] ?? 0);
  return {
    data,
    valueAt: (path) => {
      const { key, value } = reach(path);
      return startOf(value ?? key);
    },
    keyAt: (path) => {
      const { key, value } = reach(path);
      return startOf(key ?? value);
    },
    spellingAt: (path) => {
      const { value, whole } = reach(path);
      return whole && isScalar(value) && typeof value.value !== 'string' ? value.source : undefined;
    },
  };
}

/** Finds nodes by path, through aliases; the pairs of a map are indexed once. */
function pathFinder(document: Document): (path: Path) => Reached {
  const indices = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairOf = (map: YAMLMap, key: string): Pair | undefined => {
    let index = indices.get(map);
    if (!index) {
      index = new Map(map.items.filter(isPair).map((pair) => [keyText(pair.key), pair]));
      indices.set(map, index);
    }
    return index.get(key);
  };
  const resolved = (node: unknown): Node | undefined =>
    (isAlias(node) ? node.resolve(document) : (node as Node | null)) ?? undefined;

  return (path) => {
    let reached: Reached = { key: undefined, value: resolved(document.contents), whole: true };
    for (const step of path) {
      const { value } = reached;
      if (isMap(value)) {
        const pair = pairOf(value, String(step));
        if (!pair) return { ...reached, whole: false };
        reached = { key: pair.key as Node, value: resolved(pair.value), whole: true };
      } else if (isSeq(value) && value.items[Number(step)] !== undefined) {
        const item = resolved(value.items[Number(step)]);
        reached = { key: item, value: item, whole: true };
      } else return { ...reached, whole: false };
    }
    return reached;
  };
}

/** The first document, which is there even for an empty text, and the one behind it. */
function compose(
  tokens: readonly CST.Token[],
  length: number,
): [Document.Parsed, Document.Parsed | undefined] {
  const composer = new Composer({ merge: true, prettyErrors: false, stringKeys: true, logLevel: 'error' });
  const [document, another] = composer.compose(tokens, true, length);
  return [document as Document.Parsed, another];
}

const secondDocument = (at: SourcePosition): Problem => ({
  message: 'not valid YAML: there is more than one document',
  at,
  hint: 'keep one document: remove what follows `---`',
});

/** Aliases without an anchor before them, and those inside of what they stand for. */
function aliasProblems(
  document: Document,
  positionAt: (offset: number) => SourcePosition,
): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias: (_key, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target && !ancestors.includes(target)) return;
      problems.push({
        message: target
          ? `the alias *${alias.source} stands inside of what it repeats`
          : `the alias *${alias.source} has no anchor &${alias.source} before it`,
        at: positionAt(alias.range?.[0] ?? 0),
        hint: 'write the value itself',
      });
    },
  });
  return problems;
}

const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key);

/** What to write instead, for the mistakes that people make most. */
const HINTS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'keep one of the two',
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'give keys of one level the same number of spaces before them',
  MISSING_CHAR: 'close what was opened: a quote, a bracket or a brace',
  BLOCK_AS_IMPLICIT_KEY: 'put the text in quotes if it holds `: `',
  MULTILINE_IMPLICIT_KEY: 'write a key on one line, with a colon after it',
};

/** Where the library's own words are those of its programmer. */
const MESSAGES: Readonly<Record<string, string>> = {
  NON_STRING_KEY: 'a key must be text',
};

function problemOf(error: YAMLError, positionAt: (offset: number) => SourcePosition): Problem {
  const at = positionAt(error.pos[0]);
  const close = UNCLOSED.exec(error.message)?.[1];
  if (close) {
    const opened = close === ']' ? 'a list' : 'a map';
    return {
      message: `not valid YAML: ${opened} is not closed before this`,
      at,
      hint: `close it with ${close}`,
    };
  }
  const message = MESSAGES[error.code] ?? lowerFirst(error.message);
  return { message: `not valid YAML: ${message}`, at, hint: HINTS[error.code] };
}

/** Said of a list or map in brackets or braces that goes on too far. */
const UNCLOSED = /^Flow (?:map|sequence) .*end with a ([\]}])$/;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
