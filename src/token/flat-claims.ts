import { timeClaims } from './registered-names.js';

/** What a claims set says that decides how it is summed up; the rest stays where it is. */
export interface FlatClaims {
  readonly exp: number | undefined;
  readonly nbf: number | undefined;
  /** Where the text of the claim `role` starts and ends in the bytes; both 0 where it is none, or empty. */
  readonly roleStart: number;
  readonly roleEnd: number;
  /** Whether it has another claim that may name roles. */
  readonly mayHaveRoles: boolean;
}

const codeOf = (character: string): number => character.charCodeAt(0);
const QUOTE = codeOf('"');
const COMMA = codeOf(',');
const COLON = codeOf(':');
const OPEN = codeOf('{');
const CLOSE = codeOf('}');
const OPEN_LIST = codeOf('[');
const CLOSE_LIST = codeOf(']');
const BACKSLASH = codeOf('\\');
const ZERO = codeOf('0');
const NINE = codeOf('9');
const SMALL_E = codeOf('e');
const SMALL_F = codeOf('f');
const SMALL_H = codeOf('h');
const SMALL_N = codeOf('n');
const SMALL_T = codeOf('t');
const SMALL_Y = codeOf('y');
const LARGE_J = codeOf('J');

const MAX_NAMES = 64;
/** A double holds every integer of so many digits. */
const MAX_DIGITS = 15;
/** Times beyond are a finding. */
const MAX_SECONDS = 1e11;

/** Of the names so far: where each starts; its length, first and last letter, by which most can be told apart. */
const starts = new Int32Array(MAX_NAMES);
const looksOf = new Int32Array(MAX_NAMES);

/**
 * Reads a claims set as most issuers write it: one object of texts, whole numbers, constants and lists of texts, in
 * printable ASCII without escapes or white space, no name twice. That is faster than `JSON.parse`, and settles what
 * `JSON.parse` hides.
 *
 * @param length - how many of the bytes are its text.
 * @returns undefined for everything else, and where a time is none: whoever asks then takes the long way.
 */
export function readFlatClaims(bytes: Uint8Array, length: number): FlatClaims | undefined {
  if (length < 2 || bytes[0] !== OPEN || bytes[length - 1] !== CLOSE) return undefined;
  const found: Writable = {
    exp: undefined,
    nbf: undefined,
    roleStart: 0,
    roleEnd: 0,
    mayHaveRoles: false,
  };
  let at = 1;
  for (let names = 0; at < length - 1; names += 1) {
    if (names > 0 && bytes[at++] !== COMMA) return undefined;
    const nameEnd = endOfString(bytes, at);
    if (nameEnd < 0 || bytes[nameEnd] !== COLON || !isNewName(bytes, at + 1, nameEnd - 1, names))
      return undefined;
    const end = endOfValue(bytes, nameEnd + 1);
    if (end < 0 || !note(found, bytes, at + 1, nameEnd - 1, end)) return undefined;
    at = end;
  }
  return at === length - 1 ? found : undefined;
}

type Writable = { -readonly [member in keyof FlatClaims]: FlatClaims[member] };

/** Names that start with a digit are moved to the front by `JSON.parse`. */
function isNewName(bytes: Uint8Array, start: number, end: number, names: number): boolean {
  if (names >= MAX_NAMES || isDigit(bytes[start] as number)) return false;
  const looks = ((end - start) << 16) | ((bytes[start] as number) << 8) | (bytes[end - 1] as number);
  for (let other = 0; other < names; other += 1) {
    if (looksOf[other] === looks && isSame(bytes, start, end, starts[other] as number)) return false;
  }
  starts[names] = start;
  looksOf[names] = looks;
  return true;
}

function isSame(bytes: Uint8Array, start: number, end: number, other: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] !== bytes[other + at - start]) return false;
  return true;
}

const ROLES = [
  'role',
  'roles',
  'realm_access',
  'resource_access',
  'cognito:groups',
  'groups',
  'permissions',
  'authorities',
];

interface NotedName {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isTime: boolean;
}

const LONGEST_NOTED = 15;

/** The names that are looked at, by their length and first letter: no two of them have both in common. */
const NOTED: readonly (NotedName | undefined)[] = (() => {
  const table = new Array<NotedName | undefined>((LONGEST_NOTED + 1) * 256).fill(undefined);
  for (const name of [...timeClaims, ...ROLES]) {
    const bytes = Buffer.from(name);
    table[bytes.length * 256 + (bytes[0] as number)] = { name, bytes, isTime: timeClaims.has(name) };
  }
  return table;
})();

/** @returns false where a time is none. */
function note(found: Writable, bytes: Uint8Array, start: number, end: number, valueEnd: number): boolean {
  const first = bytes[start] as number;
  if (first === SMALL_H) found.mayHaveRoles = true;
  const noted = end - start > LONGEST_NOTED ? undefined : NOTED[(end - start) * 256 + first];
  if (noted === undefined || !isWord(bytes, start, noted.bytes)) return true;
  const valueStart = end + 2;
  if (noted.isTime) return noteTime(found, noted.name, bytes, valueStart, valueEnd);
  if (noted.name === 'role' && bytes[valueStart] === QUOTE && valueEnd > valueStart + 2) {
    found.roleStart = valueStart + 1;
    found.roleEnd = valueEnd - 1;
  } else found.mayHaveRoles = true;
  return true;
}

function noteTime(found: Writable, name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (!isDigit(bytes[start] as number)) return false;
  let seconds = 0;
  for (let at = start; at < end; at += 1) seconds = seconds * 10 + (bytes[at] as number) - ZERO;
  if (name === 'exp') found.exp = seconds;
  else if (name === 'nbf') found.nbf = seconds;
  return seconds < MAX_SECONDS;
}

function isWord(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let at = 0; at < word.length; at += 1) if (bytes[start + at] !== word[at]) return false;
  return true;
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

function endOfValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first === QUOTE) return endOfString(bytes, at);
  if (isDigit(first)) return endOfNumber(bytes, at);
  if (first === OPEN_LIST) return endOfList(bytes, at);
  if (first === SMALL_T) return endOfWord(bytes, at, TRUE);
  if (first === SMALL_F) return endOfWord(bytes, at, FALSE);
  return first === SMALL_N ? endOfWord(bytes, at, NULL) : -1;
}

/** Bytes at which a text is looked at more closely: what ends it, what it must not hold, and the J of `eyJ`. */
const REMARKABLE = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isPrintable = byte >= 0x20 && byte < 0x7f;
  return !isPrintable || byte === QUOTE || byte === BACKSLASH || byte === LARGE_J ? 1 : 0;
});

/** Behind the quote at its end; -1 where it holds what has to be looked at, or what may be a token. */
function endOfString(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  for (let at = start + 1; ; at += 1) {
    while (REMARKABLE[bytes[at] as number] === 0) at += 1;
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] !== LARGE_J || (bytes[at - 1] === SMALL_Y && bytes[at - 2] === SMALL_E)) return -1;
  }
}

function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at] as number)) at += 1;
  const hasOneForm = at - start <= MAX_DIGITS && (bytes[start] !== ZERO || at === start + 1);
  return hasOneForm ? at : -1;
}

function endOfList(bytes: Uint8Array, start: number): number {
  if (bytes[start + 1] === CLOSE_LIST) return start + 2;
  let at = endOfString(bytes, start + 1);
  while (at > 0 && bytes[at] === COMMA) at = endOfString(bytes, at + 1);
  return at > 0 && bytes[at] === CLOSE_LIST ? at + 1 : -1;
}

const [TRUE, FALSE, NULL] = ['true', 'false', 'null'].map((word) => Buffer.from(word)) as [
  Buffer,
  Buffer,
  Buffer,
];

const endOfWord = (bytes: Uint8Array, start: number, word: Uint8Array): number =>
  isWord(bytes, start, word) ? start + word.length : -1;
