import { createHash } from 'node:crypto';

/** What the oracle needs to know of a body; the body itself is not kept. */
export interface BodyTraits {
  /** SHA-256 of the body without the request's own path, so that error pages that only repeat it are equal. */
  readonly digest: string;
  /** What stays the same when only values change: `html` for any page, the members and types of JSON, else the digest. */
  readonly shape: string;
  /** No bytes, or JSON that holds nothing: `[]`, `{}`, `null`. */
  readonly empty: boolean;
  readonly json: boolean;
  /** A denial told in a machine-readable way. */
  readonly denies: 'graphql' | 'status-member' | null;
  /** English words of denial, which alone prove nothing. */
  readonly wordsOfDenial: boolean;
  /** Holds one of the texts that only the owner's objects hold. */
  readonly marked: boolean;
  /** Why the body says nothing and the status alone counts. */
  readonly unread: 'truncated' | 'encoded' | null;
}

/** What was received, and the request's own path and markers. */
export interface ReceivedBody {
  readonly text: string;
  readonly path: string;
  readonly truncated: boolean;
  /** True where a content coding was applied that is not undone. */
  readonly encoded: boolean;
  readonly markers: readonly string[];
}

/** A longer body is content, not a message. In UTF-16 units, which is close enough to bytes here. */
const LONGEST_DENIAL = 2048;

const DENIAL_MEMBERS = ['status', 'statusCode', 'code'];
const DENIAL_VALUES: readonly unknown[] = [401, 403, '401', '403'];
const GRAPHQL_CODES: readonly unknown[] = ['UNAUTHENTICATED', 'FORBIDDEN'];
const WORDS =
  /\b(?:forbidden|unauthori[sz]ed|unauthenticated|access (?:is )?denied|permission denied|not (?:allowed|permitted|authori[sz]ed)|(?:log|sign) ?in (?:to|first|required))\b/i;

/** Reduces a body to its traits. A body that was cut off or not decoded has none but its digest. */
export function bodyTraits({ text, path, truncated, encoded, markers }: ReceivedBody): BodyTraits {
  const unread = truncated ? 'truncated' : encoded ? 'encoded' : null;
  const digest = createHash('sha256')
    .update(path === '/' ? text : text.replaceAll(path, ''))
    .digest('hex');
  const marked = markers.some((marker) => marker !== '' && text.includes(marker));
  const value = unread ? undefined : parsed(text);
  const shape = PAGE.test(text) ? 'html' : value === undefined ? digest : shapeOf(value);
  if (unread) {
    return { digest, shape, empty: false, json: false, denies: null, wordsOfDenial: false, marked, unread };
  }
  const short = text.length <= LONGEST_DENIAL;
  return {
    digest,
    shape,
    empty: text.trim() === '' || holdsNothing(value),
    json: value !== undefined,
    denies: deniesInGraphql(value) ? 'graphql' : short && deniesByMember(value) ? 'status-member' : null,
    wordsOfDenial: short && WORDS.test(text),
    marked,
    unread,
  };
}

/** A document of HTML, or a part of one. */
const PAGE = /^\s*<(?:!doctype html|html|head|body|div|script)\b/i;

/** How deep values are looked into: enough to tell one kind of answer from another. */
const SHAPE_DEPTH = 4;

/** The names and types of a JSON value's members, in order of name; of an array, those of its items. */
function shapeOf(value: unknown, depth = 0): string {
  if (depth > SHAPE_DEPTH) return '…';
  if (Array.isArray(value))
    return `[${[...new Set(value.map((item) => shapeOf(item, depth + 1)))].sort().join()}]`;
  if (!isRecord(value)) return value === null ? 'null' : typeof value;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${shapeOf(value[name], depth + 1)}`).join()}}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function holdsNothing(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function deniesByMember(value: unknown): boolean {
  return isRecord(value) && DENIAL_MEMBERS.some((name) => DENIAL_VALUES.includes(value[name]));
}

/** GraphQL over HTTP: `errors[].extensions.code`, and `data` that is missing, null, or null in every member. */
function deniesInGraphql(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.errors)) return false;
  const { data } = value;
  const withoutData = isRecord(data)
    ? Object.values(data).every((member) => member === null)
    : data === undefined || data === null;
  return (
    withoutData &&
    value.errors.some(
      (error) =>
        isRecord(error) && isRecord(error.extensions) && GRAPHQL_CODES.includes(error.extensions.code),
    )
  );
}
