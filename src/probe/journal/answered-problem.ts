import { isJsonObject, type JsonObject, type JsonValue } from '../../token/json.js';

const DIGEST = /^[0-9a-f]{16}$/;

const isText = (value: JsonValue | undefined): boolean => typeof value === 'string';
const isFlag = (value: JsonValue | undefined): boolean => typeof value === 'boolean';
const isTextOrNull = (value: JsonValue | undefined): boolean => value === null || isText(value);
const isDigest = (value: JsonValue | undefined): boolean => typeof value === 'string' && DIGEST.test(value);
const isCount = (value: JsonValue | undefined): boolean => Number.isInteger(value) && Number(value) >= 0;
const oneOf =
  (...values: readonly JsonValue[]) =>
  (value: JsonValue | undefined): boolean =>
    value !== undefined && values.includes(value);

type Rules = Readonly<Record<string, (value: JsonValue | undefined) => boolean>>;

const ANSWERED: Rules = {
  effect: oneOf(null, 'changed', 'unchanged'),
  consumed: isFlag,
  url: isTextOrNull,
};

const BODY: Rules = {
  digest: isDigest,
  shape: (value) => value === 'html' || isDigest(value),
  empty: isFlag,
  json: isFlag,
  denies: oneOf(null, 'graphql', 'status-member', 'configured'),
  wordsOfDenial: isFlag,
  failure: isTextOrNull,
  marked: isFlag,
  exposes: (value) => Array.isArray(value) && value.every(isText),
  unread: oneOf(null, 'truncated', 'encoded'),
};

const ANSWERS: Readonly<Record<string, Rules>> = {
  reply: {
    status: (value) => isCount(value) && Number(value) >= 100 && Number(value) < 1_000,
    location: isTextOrNull,
    challenged: isFlag,
    body: (value) => isJsonObject(value) && broken(value, BODY) === undefined,
    durationMs: isCount,
    attempts: isCount,
    followed: isTextOrNull,
  },
  silence: { reason: isText, message: isText, attempts: isCount },
  unsent: { why: oneOf('interrupted', 'network', 'request-limit', 'credential', 'setup') },
};

/** What is wrong with what a line says of a cell; undefined where nothing is. */
export function answeredProblem(line: JsonObject): string | undefined {
  const { answer } = line;
  if (!isJsonObject(answer)) return 'no answer';
  const rules = typeof answer.kind === 'string' ? ANSWERS[answer.kind] : undefined;
  return rules === undefined ? 'kind' : (broken(line, ANSWERED) ?? broken(answer, rules));
}

const broken = (object: JsonObject, rules: Rules): string | undefined =>
  Object.keys(rules).find((name) => !rules[name]?.(object[name]));
