import { timeClaims } from './registered-names.js';

/** What a claims set says that decides how it is summed up; the rest stays where it is. */
export interface FlatClaims {
  readonly exp: number | undefined;
  readonly nbf: number | undefined;
  /** The claim `role`, where it is a text. */
  readonly role: string | undefined;
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

const starts = new Int32Array(MAX_NAMES);
const ends = new Int32Array(MAX_NAMES);

/**
 * Reads a claims set as most issuers write it: one object of texts, whole numbers, constants and lists of texts, in
 * printable ASCII without escapes or white space, no name twice. That is faster than `JSON.parse`, and settles what
 * `JSON.parse` hides.
 *
 * @param length - how many of the bytes are its text.
 * @returns undefined for everything else, and where a time is none: whoever asks then takes the long way.
 */
export function readFlatClaims(bytes: Buffer, length: number): FlatClaims | undefined {
  if (length < 2 || bytes[0] !== OPEN || bytes[length - 1] !== CLOSE) return undefined;
  const found = { exp: undefined, nbf: undefined, role: undefined, mayHaveRoles: false } as Writable;
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
  for (let other = 0; other < names; other += 1) {
    const otherStart = starts[other] as number;
    if ((ends[other] as number) - otherStart === end - start && isSame(bytes, start, end, otherStart))
      return false;
  }
  starts[names] = start;
  ends[names] = end;
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

/** The names that are looked at, by their length. */
const NOTED: readonly (readonly NotedName[])[] = Array.from({ length: 256 }, (_, length) =>
  [...timeClaims, ...ROLES]
    .filter((name) => name.length === length)
    .map((name) => ({ name, bytes: Buffer.from(name), isTime: timeClaims.has(name) })),
);

/** @returns false where a time is none. */
function note(found: Writable, bytes: Buffer, start: number, end: number, valueEnd: number): boolean {
  if (bytes[start] === SMALL_H) found.mayHaveRoles = true;
  const candidates = NOTED[Math.min(end - start, 255)] as readonly NotedName[];
  for (let index = 0; index < candidates.length; index += 1) {
    const noted = candidates[index] as NotedName;
    if (!isWord(bytes, start, noted.bytes)) continue;
    if (noted.isTime) return noteTime(found, noted.name, bytes, end + 2, valueEnd);
    const isText = noted.name === 'role' && bytes[end + 2] === QUOTE && valueEnd > end + 4;
    if (isText) found.role = bytes.toString('latin1', end + 3, valueEnd - 1);
    else found.mayHaveRoles = true;
  }
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

/** Behind the quote at its end; -1 where it holds what has to be looked at, or what may be a token. */
function endOfString(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  for (let at = start + 1; ; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (!(byte >= 0x20 && byte < 0x7f) || byte === BACKSLASH) return -1;
    if (byte === SMALL_E && bytes[at + 1] === SMALL_Y && bytes[at + 2] === LARGE_J) return -1;
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
