import { outlineOf } from './json-outline.js';
import { notAToken } from './not-a-token.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** Read members with `Object.hasOwn` or `memberOf`: any name may stand in it, `__proto__` and `constructor` too. */
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

/** A JSON text's value, and what `JSON.parse` passes over in silence. */
export interface JsonReading {
  readonly value: JsonValue;
  /** Names that one object has twice; the value then holds the last of them. */
  readonly duplicates: readonly string[];
  /** Integers as written that a double cannot hold. */
  readonly imprecise: readonly string[];
}

/** Deeper texts are refused: no header or claims set comes near, and whoever prints them would have to recurse. */
const MAX_DEPTH = 100;

/**
 * Reads a JSON text.
 *
 * @returns undefined where it is none.
 * @throws {AuthctlError} `NOT_A_TOKEN` where it nests deeper than 100 levels.
 * @see RFC 8259 section 4 (duplicate names), RFC 7493 section 2.2 (numbers)
 */
export function readJson(text: string): JsonReading | undefined {
  const value = parseJson(text);
  if (value === undefined) return undefined;
  const { depth, names, mayBeImprecise } = outlineOf(text);
  if (depth > MAX_DEPTH) throw notAToken(`the JSON in it is nested more than ${MAX_DEPTH} levels deep`);
  return {
    value,
    // `JSON.parse` keeps one member of each name, so that fewer members than names tell of a name that is there twice.
    // Not so with escapes: V8 13.6 (Node.js 24) now and then takes a name that holds one for another.
    duplicates: membersIn(value) === names && !text.includes('\\') ? [] : duplicatesIn(text),
    imprecise: mayBeImprecise ? impreciseIn(text) : [],
  };
}

/** Members of all objects in a value. */
function membersIn(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += membersIn(item);
    return count;
  }
  const object = value as JsonObject;
  for (const name of Object.keys(object)) count += 1 + membersIn(object[name] ?? null);
  return count;
}

/** A JSON text's value; undefined where it is none. For texts that are no part of a token. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's own member; undefined where it has none of that name. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * The value that a JSON Pointer leads to; undefined where there is none.
 *
 * @param pointer - empty for the whole value, else starting with `/`; anything else leads nowhere.
 * @see RFC 6901
 */
export function atPointer(value: JsonValue, pointer: string): JsonValue | undefined {
  if (pointer === '') return value;
  if (!pointer.startsWith('/')) return undefined;
  let reached: JsonValue | undefined = value;
  for (const token of pointer.slice(1).split('/')) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(reached)) reached = /^(0|[1-9]\d*)$/.test(name) ? reached[Number(name)] : undefined;
    else reached = isJsonObject(reached) ? memberOf(reached, name) : undefined;
  }
  return reached;
}

/** A member's name as a JSON Pointer spells it. */
export const pointerTo = (...names: readonly string[]): string =>
  names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Strings, brackets and colons: all that tells of the structure of a JSON text. Only for texts that are known to be
 * JSON: in others an unterminated string would make it take quadratic time.
 */
const STRUCTURE = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:]/gs;

/** @param text - a JSON text, so that a string before a colon is a member's name. */
function duplicatesIn(text: string): readonly string[] {
  const found = new Set<string>();
  const open: Set<string>[] = [];
  let lastString = '';
  for (const [mark] of text.matchAll(STRUCTURE)) {
    if (mark === '{' || mark === '[') open.push(new Set());
    else if (mark === '}' || mark === ']') open.pop();
    else if (mark === ':') {
      const name = JSON.parse(lastString) as string;
      if (open.at(-1)?.has(name)) found.add(name);
      open.at(-1)?.add(name);
    } else lastString = mark;
  }
  return [...found];
}

/** Integers beyond what a double holds exactly, and numbers beyond what it holds at all: `9007199254740993`, `1e400`. */
function impreciseIn(text: string): readonly string[] {
  const outsideStrings = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/gs, '""');
  return [...outsideStrings.matchAll(NUMBER)].map(([number]) => number).filter(isImprecise);
}

/** A number of JSON (RFC 8259 section 6), in a JSON text without strings. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function isImprecise(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return true;
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}
