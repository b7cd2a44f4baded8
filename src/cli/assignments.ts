import { InvalidArgumentError } from 'commander';
import { readJson as readDocument } from '../document/json-document.js';
import { AuthctlError } from '../errors.js';
import { isJsonObject, type JsonObject, type JsonValue, readJson } from '../token/json.js';

/** A member and its value, as `--claim` and `--header` say it. */
export interface Assignment {
  readonly name: string;
  readonly value: JsonValue;
}

/**
 * Collects `name=text` and `name:=json`.
 *
 * @throws {InvalidArgumentError} where it is neither, or what follows `:=` is no JSON that a token can say exactly.
 */
export function assignment(text: string, before: readonly Assignment[] = []): readonly Assignment[] {
  const [, name, mark, value = ''] = /^(.+?)(:?=)(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Expected name=text or name:=json.');
  return [...before, { name, value: mark === '=' ? value : jsonValue(value) }];
}

function jsonValue(text: string): JsonValue {
  const reading = readStrictly(text);
  if (typeof reading !== 'string') return reading.value;
  throw new InvalidArgumentError(`What follows := ${reading}. A text is given as name=text.`);
}

/**
 * Reads a claims set.
 *
 * @param name - where it comes from, for messages.
 * @throws {AuthctlError} `USAGE` where it is no JSON, with the place of the mistake; where it is no object, names a member
 *   twice, or has a number that JSON cannot hold.
 */
export function claimsFrom(text: string, name: string): JsonObject {
  requireJson(text, name);
  const reading = readStrictly(text);
  if (typeof reading === 'string') {
    throw new AuthctlError('USAGE', `the claims in ${name}: what stands there ${reading}`, { hint: CLAIMS });
  }
  if (isJsonObject(reading.value)) return reading.value;
  throw new AuthctlError('USAGE', `the claims in ${name} are no JSON object`, { hint: CLAIMS });
}

const CLAIMS = 'claims are one JSON object: {"sub": "2"}';

function requireJson(text: string, file: string): void {
  try {
    readDocument(text, { file, code: 'USAGE' });
  } catch (error) {
    if (!(error instanceof AuthctlError)) throw error;
    throw new AuthctlError('USAGE', error.message, { at: error.at, hint: CLAIMS, cause: error });
  }
}

/** The value of a JSON text, or why it would not come out as it was written. */
function readStrictly(text: string): { readonly value: JsonValue } | string {
  let reading: ReturnType<typeof readJson>;
  try {
    reading = readJson(text);
  } catch (error) {
    if (error instanceof AuthctlError) return 'is JSON nested too deep';
    throw error;
  }
  if (reading === undefined) return 'is not JSON';
  const { duplicates, imprecise } = reading;
  if (duplicates.length > 0) return `says ${JSON.stringify(duplicates[0])} twice`;
  if (imprecise.length > 0) return `has a number that cannot be held exactly (${imprecise[0]})`;
  return { value: reading.value };
}
