import { timeClaims } from './registered-names.js';

/** What a claims set says that decides how it is summed up; the rest stays where it is. */
export interface FlatClaims {
  /** Where their text ends in the bytes. */
  readonly end: number;
  readonly times: FlatTimes;
  /** Where the text of the claim `role` starts and ends in the bytes; both 0 where it is none, or empty. */
  readonly roleStart: number;
  readonly roleEnd: number;
  /** Whether it has another claim that may name roles. */
  readonly mayHaveRoles: boolean;
}

/** In seconds since the epoch, each where it is there. */
export type FlatTimes = { readonly exp?: number; readonly nbf?: number; readonly iat?: number };

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
 * @param start - its text is in the bytes from there to before `end`.
 * @returns undefined for everything else, and where a time or an identifier is none: whoever asks then takes the long way.
 */
export function readFlatClaims(bytes: Uint8Array, start: number, end: number): FlatClaims | undefined {
  const last = end - 1;
  if (last <= start || bytes[start] !== OPEN || bytes[last] !== CLOSE) return undefined;
  const found: Writable = {
    end,
    times: {},
    roleStart: 0,
    roleEnd: 0,
    mayHaveRoles: false,
  };
  let at = start + 1;
  for (let names = 0; at < last; names += 1) {
    if (names > 0 && bytes[at++] !== COMMA) return undefined;
    const nameEnd = endOfString(bytes, at);
    if (nameEnd < 0 || bytes[nameEnd] !== COLON || !isNewName(bytes, at + 1, nameEnd - 1, names))
      return undefined;
    const valueEnd = endOfValue(bytes, nameEnd + 1);
    if (valueEnd < 0 || !note(found, bytes, at + 1, nameEnd - 1, valueEnd)) return undefined;
    at = valueEnd;
  }
  return at === last ? found : undefined;
}

type Mutable<Type> = { -readonly [member in keyof Type]: Type[member] };
type Writable = Mutable<Omit<FlatClaims, 'times'>> & { readonly times: Mutable<FlatTimes> };

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

/** Those that must be texts. @see RFC 7519 sections 4.1.1, 4.1.2, 4.1.7 */
const TEXTS = ['iss', 'sub', 'jti'];

interface NotedName {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: 'time' | 'text' | 'role';
}

const LONGEST_NOTED = 15;

const placeOf = (length: number, first: number, last: number): number => length * 256 + (first ^ last);

/** The names that are looked at, by their length, first and last letter: no two of them have the same place. */
const NOTED: readonly (NotedName | undefined)[] = (() => {
  const table = new Array<NotedName | undefined>((LONGEST_NOTED + 1) * 256).fill(undefined);
  const add = (names: Iterable<string>, kind: NotedName['kind']) => {
    for (const name of names) {
      const bytes = Buffer.from(name);
      table[placeOf(bytes.length, bytes[0] as number, bytes.at(-1) as number)] = { name, bytes, kind };
    }
  };
  add(timeClaims, 'time');
  add(TEXTS, 'text');
  add(ROLES, 'role');
  return table;
})();

/** @returns false where a time is none, or an identifier no text. */
function note(found: Writable, bytes: Uint8Array, start: number, end: number, valueEnd: number): boolean {
  const first = bytes[start] as number;
  if (first === SMALL_H) found.mayHaveRoles = true;
  const place = placeOf(end - start, first, bytes[end - 1] as number);
  const noted = end - start > LONGEST_NOTED ? undefined : NOTED[place];
  if (noted === undefined || !isWord(bytes, start, noted.bytes)) return true;
  const valueStart = end + 2;
  if (noted.kind === 'time') return noteTime(found.times, noted.name, bytes, valueStart, valueEnd);
  if (noted.kind === 'text') return bytes[valueStart] === QUOTE;
  if (noted.name === 'role' && bytes[valueStart] === QUOTE && valueEnd > valueStart + 2) {
    found.roleStart = valueStart + 1;
    found.roleEnd = valueEnd - 1;
  } else found.mayHaveRoles = true;
  return true;
}

function noteTime(
  times: Writable['times'],
  name: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (!isDigit(bytes[start] as number)) return false;
  let seconds = 0;
  for (let at = start; at < end; at += 1) seconds = seconds * 10 + (bytes[at] as number) - ZERO;
  if (name === 'exp') times.exp = seconds;
  else if (name === 'nbf') times.nbf = seconds;
  else if (name === 'iat') times.iat = seconds;
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
