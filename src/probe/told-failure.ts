import { isJsonObject, type JsonValue } from '../token/json.js';

/** Members that are there, and not empty, when something failed. */
const FAILURES = [
  ...['error', 'errors', 'err', 'fault', 'exception'],
  ...['errorCode', 'error_code', 'errorMessage', 'error_message', 'error_description'],
];

/** Members that say whether something worked. */
const FLAGS = ['success', 'ok', 'authenticated', 'authorized', 'allowed'];

const WORDS = ['status', 'result', 'outcome'];
const FAILED = /^(?:error|fail(?:ed|ure)?|denied|rejected|ko|nok)$/i;

/**
 * The failure that the body of a success may tell: the condition of `denyWhen` that would call it a denial, such as
 * `pointer: /error`; null where it tells none. It proves nothing: what failed may be something else than access.
 */
export function toldFailure(value: JsonValue | undefined): string | null {
  if (value === undefined || !isJsonObject(value)) return null;
  const at = (name: string): JsonValue | undefined => (Object.hasOwn(value, name) ? value[name] : undefined);
  // GraphQL answers errors beside the data that it could get.
  const isPartial = isSomething(at('data'));
  const failure = FAILURES.find((name) => isSomething(at(name)) && !(name === 'errors' && isPartial));
  if (failure !== undefined) return `pointer: /${failure}`;
  const flag = FLAGS.find((name) => at(name) === false);
  if (flag !== undefined) return `pointer: /${flag}, equals: false`;
  const word = WORDS.find((name) => isWordOfFailure(at(name)));
  return word === undefined ? null : `pointer: /${word}, equals: ${at(word)}`;
}

const isWordOfFailure = (value: JsonValue | undefined): boolean =>
  typeof value === 'string' && FAILED.test(value);

function isSomething(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
