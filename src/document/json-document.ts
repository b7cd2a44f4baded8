import { AuthctlError, type SourcePosition } from '../errors.js';
import { firstMistake } from './json-mistake.js';
import { lineFinder } from './lines.js';
import { isTooDeep, nestingError } from './nesting.js';
import type { DocumentOptions, Path, SourceDocument } from './source-document.js';

/** Offsets of a member's key (in an array, of the item) and of its value. */
interface Member {
  readonly key: number;
  readonly value: number;
}

/**
 * Reads JSON with the engine's own parser; positions are found when asked for, by one pass over each container on
 * the way.
 *
 * @throws {AuthctlError} `options.code` at the first mistake, or where it is nested too deeply.
 */
export function readJson(text: string, options: DocumentOptions): SourceDocument {
  const lineAt = lineFinder(text);
  const positionAt = (offset: number): SourcePosition => ({ file: options.file, ...lineAt(offset) });
  const data = parse(text, options, positionAt);
  if (isTooDeep(data)) throw nestingError(options.code, positionAt(0));
  const memberAt = memberFinder(text);
  return {
    data,
    valueAt: (path) => positionAt(memberAt(path).member.value),
    keyAt: (path) => positionAt(memberAt(path).member.key),
    spellingAt: (path) => {
      const { member, whole } = memberAt(path);
      return whole ? BARE_WORD.exec(text.slice(member.value, member.value + 400))?.[0] : undefined;
    },
  };
}

const BARE_WORD = /^[-+.\w]+/;

function parse(text: string, options: DocumentOptions, positionAt: (offset: number) => SourcePosition) {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const { offset, expected } = firstMistake(text);
    throw new AuthctlError(options.code, `not valid JSON: expected ${expected}`, {
      at: positionAt(offset),
      cause,
    });
  }
}

/** Finds members by path in valid JSON; the members of a container are indexed once. */
function memberFinder(text: string) {
  const indices = new Map<number, ReadonlyMap<string, Member>>();
  const membersOf = (container: number): ReadonlyMap<string, Member> => {
    const index = indices.get(container) ?? indexMembers(text, container);
    indices.set(container, index);
    return index;
  };
  return (path: Path): { readonly member: Member; readonly whole: boolean } => {
    const top = skipSpace(text, 0);
    let member: Member = { key: top, value: top };
    for (const step of path) {
      const next = membersOf(member.value).get(String(step));
      if (!next) return { member, whole: false };
      member = next;
    }
    return { member, whole: true };
  };
}

/** The members of the object or array that begins at an offset; none where a plain value begins there. */
function indexMembers(text: string, container: number): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const isObject = text[container] === '{';
  if (!isObject && text[container] !== '[') return members;
  let at = skipSpace(text, container + 1);
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const key = at;
    let name = String(members.size);
    if (isObject) {
      const end = skipString(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    members.set(name, { key, value: at });
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** The offset behind the closing quote of the string that begins at `from`. */
function skipString(text: string, from: number): number {
  let at = from;
  do {
    at = text.indexOf('"', at + 1);
  } while (at !== -1 && isEscaped(text, at));
  return at === -1 ? text.length : at + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** The offset behind the value that begins at `from`, however deep it is. */
function skipValue(text: string, from: number): number {
  if (text[from] === '"') return skipString(text, from);
  const marks = text[from] === '{' || text[from] === '[' ? /["{}[\]]/g : /[,}\]\s]/g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '"') marks.lastIndex = skipString(text, mark.index);
    else if (mark[0] === '{' || mark[0] === '[') depth += 1;
    else if (depth <= 1) return depth === 0 ? mark.index : mark.index + 1;
    else depth -= 1;
  }
  return text.length;
}
