import type { IncomingMessage } from 'node:http';
import { Refused } from './answer.js';

/** The longest request body that is read, in bytes. */
export const MOST_BODY_BYTES = 64 * 1024;

export type MediaType = 'application/json' | 'application/x-www-form-urlencoded';

/** A member of a request body; it must be given unless it is `optional`. */
export type Field = TextField | NumberField | BooleanField;

export interface TextField {
  readonly type: 'text';
  readonly minLength: number;
  /** UTF-16 code units, as `String.length` counts. */
  readonly maxLength: number;
  readonly example: string;
  readonly optional?: true;
  /** Shown as a password field by tools that draw forms. */
  readonly secret?: true;
}

export interface NumberField {
  readonly type: 'number';
  readonly example: number;
  readonly optional?: true;
}

export interface BooleanField {
  readonly type: 'boolean';
  readonly example: boolean;
  readonly optional?: true;
}

export type Fields = Readonly<Record<string, Field>>;

/** The members of a body that was read, by name. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** What a route expects in a request body. The OpenAPI document is written from the same definition. */
export interface BodyDefinition {
  /** The schema's name in the OpenAPI document. */
  readonly name: string;
  readonly mediaTypes: readonly MediaType[];
  readonly fields: Fields;
  /** Whether members that are not listed are ignored; else they are refused, so that none can be slipped in. */
  readonly open: boolean;
}

/**
 * Reads and checks a request body.
 *
 * @returns exactly the fields that are defined.
 * @throws {Refused} 413 when it is too long, 415 for another media type, 400 when it is not what was defined.
 */
export async function readFields(request: IncomingMessage, definition: BodyDefinition): Promise<FieldValues> {
  const mediaType = mediaTypeOf(request, definition.mediaTypes);
  const text = await readText(request);
  const members = mediaType === 'application/json' ? membersOfJson(text) : membersOfForm(text);
  return checked(members, definition);
}

/**
 * Reads a JSON object, whatever its members; an empty body is an empty object.
 *
 * @throws {Refused} 413, 415 or 400, as {@link readFields}.
 */
export async function readObject(request: IncomingMessage): Promise<FieldValues> {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (length === '0' && encoding === undefined) return {};
  mediaTypeOf(request, ['application/json']);
  const text = await readText(request);
  return text === '' ? {} : Object.fromEntries(membersOfJson(text));
}

function mediaTypeOf(request: IncomingMessage, accepted: readonly MediaType[]): MediaType {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const mediaType = accepted.find((candidate) => candidate === type.trim());
  const foreign = parameters.some(
    (parameter) => /^\s*charset\s*=/.test(parameter) && !/utf-?8/.test(parameter),
  );
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (mediaType === undefined || foreign || encoding !== 'identity') {
    throw new Refused(
      415,
      'unsupported_media_type',
      `send ${accepted.join(' or ')}, in UTF-8 and not compressed`,
      { Accept: accepted.join(', ') },
    );
  }
  return mediaType;
}

/** Holds no more than the limit in memory; what follows is read and dropped, so that the answer reaches the client. */
async function readText(request: IncomingMessage): Promise<string> {
  if (isTooLarge(request)) throw tooLarge(request);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MOST_BODY_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    throw malformed('the body ends before it is complete');
  }
  if (length > MOST_BODY_BYTES) throw tooLarge(request);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw malformed('the body is not UTF-8');
  }
}

/** Whether a request says of itself that its body is too long. */
export const isTooLarge = ({ headers }: IncomingMessage): boolean =>
  Number(headers['content-length']) > MOST_BODY_BYTES;

/** What is not read is dropped, so that the answer reaches the client. */
export function tooLarge(request: IncomingMessage): Refused {
  request.resume();
  return new Refused(413, 'content_too_large', `a body may have at most ${MOST_BODY_BYTES} bytes`);
}

const malformed = (description: string) => new Refused(400, 'invalid_request', description);

function membersOfJson(text: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('the body is not a JSON object');
  }
  return new Map(Object.entries(value));
}

function membersOfForm(text: string): ReadonlyMap<string, unknown> {
  const pairs = [...new URLSearchParams(text)];
  const members = new Map(pairs);
  if (members.size < pairs.length) throw malformed('a field is given more than once');
  return members;
}

function checked(members: ReadonlyMap<string, unknown>, { fields, open }: BodyDefinition): FieldValues {
  const names = Object.keys(fields);
  if (!open && [...members.keys()].some((name) => !names.includes(name))) {
    throw malformed(`only ${names.join(' and ')} may be given`);
  }
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    const value = members.get(name);
    if (value === undefined && field.optional) return [];
    requireType(name, value, field);
    return [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

const TYPE_NAMES = { text: 'text', number: 'a number', boolean: 'true or false' } as const;

function requireType(name: string, value: unknown, field: Field): void {
  if (typeof value !== (field.type === 'text' ? 'string' : field.type)) {
    throw malformed(`${name} must be given, as ${TYPE_NAMES[field.type]}`);
  }
  if (field.type !== 'text') return;
  const { minLength, maxLength } = field;
  const { length } = value as string;
  if (length < minLength || length > maxLength) {
    throw malformed(`${name} must have ${minLength} to ${maxLength} characters`);
  }
}
