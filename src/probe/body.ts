import { hash } from 'node:crypto';
import type { DenyCondition } from '../config/probe-config.js';
import type { JsonValue } from '../token/json.js';
import { deniesAsConfigured } from './decide.js';
import { exposedFields } from './forbidden-fields.js';
import { toldFailure } from './told-failure.js';

/** What the oracle needs to know of a body; the body itself is not kept. */
export interface BodyTraits {
  /** 64 bits of the SHA-256 of the body without the request's own path, so that error pages that only repeat it are equal; in hexadecimal. */
  readonly digest: string;
  /** What stays the same when only values change: `html` for any page, a digest of the members and types of JSON, else the digest. */
  readonly shape: string;
  /** No bytes, or JSON that holds nothing: `[]`, `{}`, `null`. */
  readonly empty: boolean;
  readonly json: boolean;
  /** A denial told in a machine-readable way, or in the way that the configuration names. */
  readonly denies: 'graphql' | 'status-member' | 'configured' | null;
  /** English words of denial, which alone prove nothing. */
  readonly wordsOfDenial: boolean;
  /** A failure that a short body tells, as a condition of `denyWhen`; alone it proves nothing. */
  readonly failure: string | null;
  /** Holds one of the texts that only the owner's objects hold. */
  readonly marked: boolean;
  /** Members that must not be there. */
  readonly exposes: readonly string[];
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
  readonly status: number;
  readonly denyWhen?: readonly DenyCondition[] | undefined;
  readonly forbidden?: readonly string[] | undefined;
}

/** A longer body is content, not a message. In UTF-16 units, which is close enough to bytes here. */
const LONGEST_DENIAL = 2048;

const DENIAL_MEMBERS = ['status', 'statusCode', 'code'];
const DENIAL_VALUES: readonly unknown[] = [401, 403, '401', '403'];
const GRAPHQL_CODES: readonly unknown[] = ['UNAUTHENTICATED', 'FORBIDDEN'];
const WORDS =
  /\b(?:forbidden|unauthori[sz]ed|unauthenticated|access (?:is )?denied|permission denied|not (?:allowed|permitted|authori[sz]ed)|(?:log|sign) ?in (?:to|first|required))\b/i;

/** Reduces a body to its traits. A body that was cut off or not decoded has none but its digest. */
export function bodyTraits(received: ReceivedBody): BodyTraits {
  const { text, path, truncated, encoded, markers } = received;
  const unread = truncated ? 'truncated' : encoded ? 'encoded' : null;
  const digest = digestOf(path === '/' ? text : text.replaceAll(path, ''));
  const marked = markers.some((marker) => marker !== '' && text.includes(marker));
  const value = unread ? undefined : parsed(text);
  const shape = PAGE.test(text) ? 'html' : value === undefined ? digest : digestOf(shapeOf(value));
  if (unread) {
    const nothing = {
      empty: false,
      json: false,
      denies: null,
      wordsOfDenial: false,
      failure: null,
      exposes: [],
    };
    return { digest, shape, ...nothing, marked, unread };
  }
  const empty = text.trim() === '' || holdsNothing(value);
  return {
    digest,
    shape,
    empty,
    json: value !== undefined,
    denies: denialIn(received, value, empty),
    wordsOfDenial: text.length <= LONGEST_DENIAL && WORDS.test(text),
    failure: text.length <= LONGEST_DENIAL ? toldFailure(value as JsonValue | undefined) : null,
    marked,
    exposes: exposedFields(value, received.forbidden ?? []),
    unread,
  };
}

const DIGEST_DIGITS = 16;

const digestOf = (text: string): string => hash('sha256', text, 'hex').slice(0, DIGEST_DIGITS);

function denialIn(
  { text, status, denyWhen }: ReceivedBody,
  value: unknown,
  empty: boolean,
): BodyTraits['denies'] {
  if (deniesAsConfigured(denyWhen, { status, text, value, empty })) return 'configured';
  if (deniesInGraphql(value)) return 'graphql';
  return text.length <= LONGEST_DENIAL && deniesByMember(value) ? 'status-member' : null;
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
