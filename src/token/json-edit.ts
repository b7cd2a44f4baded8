import { AuthctlError } from '../errors.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from './json.js';

/**
 * An object with one value changed or added; the order of the others stays.
 *
 * @param name - a member's name, or where it starts with `/` a JSON Pointer; objects on its way are made where they are
 * missing, and `-` is the place after the last of a list.
 * @throws {AuthctlError} `USAGE` where the pointer leads through a text or number, or past the end of a list.
 * @see RFC 6901, RFC 6902 section 4.1 (`-`)
 */
export function withValue(object: JsonObject, name: string, value: JsonValue): JsonObject {
  return placed(object, stepsOf(name), value, name) as JsonObject;
}

/** An object without one value; as it was where there is none. The name is as for `withValue`. */
export function withoutValue(object: JsonObject, name: string): JsonObject {
  return removed(object, stepsOf(name)) as JsonObject;
}

function stepsOf(name: string): readonly string[] {
  if (!name.startsWith('/')) return [name];
  return name
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function placed(
  target: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  value: JsonValue,
  name: string,
): JsonValue {
  if (step === undefined) return value;
  if (Array.isArray(target)) {
    const index = step === '-' ? target.length : indexIn(step);
    if (index === undefined || index > target.length) {
      throw new AuthctlError('USAGE', `${name} leads to no place of a list with ${target.length} entries`, {
        hint: 'count from 0, or write - for the place after the last',
      });
    }
    return [...target.slice(0, index), placed(target[index], rest, value, name), ...target.slice(index + 1)];
  }
  if (target !== undefined && !isJsonObject(target)) {
    throw new AuthctlError('USAGE', `${name} leads through ${JSON.stringify(target)}, which has no members`, {
      hint: 'set the value above it first, or name another place',
    });
  }
  const object = target ?? {};
  return withMember(object, step, placed(memberOf(object, step), rest, value, name));
}

function removed(
  target: JsonValue | undefined,
  [step = '', ...rest]: readonly string[],
): JsonValue | undefined {
  if (Array.isArray(target)) {
    const index = indexIn(step);
    if (index === undefined || index >= target.length) return target;
    if (rest.length === 0) return target.filter((_, at) => at !== index);
    return target.map((entry, at) => (at === index ? (removed(entry, rest) ?? null) : entry));
  }
  if (!isJsonObject(target)) return target;
  const inner = memberOf(target, step);
  if (inner === undefined) return target;
  if (rest.length > 0) return withMember(target, step, removed(inner, rest) ?? null);
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== step));
}

const indexIn = (step: string): number | undefined =>
  /^(0|[1-9]\d{0,8})$/.test(step) ? Number(step) : undefined;

/** Through a map and not a spread: a member may be named `__proto__`. */
const withMember = (object: JsonObject, name: string, value: JsonValue): JsonObject =>
  Object.fromEntries(new Map(Object.entries(object)).set(name, value));
