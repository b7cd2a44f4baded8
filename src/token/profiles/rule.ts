import type { Expectations } from '../claim-checks.js';
import type { Failure, FailureCode } from '../failure.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../json.js';

/** What a profile judges: the protected header and the claims. */
export interface Said {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/** One rule of a profile; empty where it is kept. */
export type Rule<Extra> = (
  said: Said,
  extra: Extra,
  expected: Expectations,
  now: number,
) => readonly Failure[];

/** A failure of a rule, with the place where the rule is written. */
export const broken = (
  source: string,
  message: string,
  code: FailureCode = 'profile',
): readonly Failure[] => [{ code, message: `${message} (${source})`, source }];

/** Claims that must be there, each a string, a number, or anything. */
export function demands(
  source: string,
  names: Readonly<Record<string, 'string' | 'number' | 'any'>>,
): Rule<unknown> {
  return ({ claims }) =>
    Object.entries(names).flatMap(([name, kind]) => {
      const value = memberOf(claims, name);
      if (value === undefined) return broken(source, `the claim \`${name}\` is missing`, 'claim-missing');
      const isRight = kind === 'any' ? value !== null : typeof value === kind && value !== '';
      return isRight
        ? []
        : broken(source, `the claim \`${name}\` is ${JSON.stringify(value)}, not a ${kind}`);
    });
}

/** A `typ` in lower case without `application/`; undefined where there is none. */
export function typeOf({ header }: Said): string | undefined {
  const typ = memberOf(header, 'typ');
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
}

export const quoted = (value: JsonValue | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(value);

/** The audiences of a token, one or several. */
export function audiencesOf(claims: JsonObject): readonly JsonValue[] {
  const aud = memberOf(claims, 'aud') ?? [];
  return Array.isArray(aud) ? aud : [aud as JsonValue];
}

export const isObject = (value: JsonValue | undefined): value is JsonObject => isJsonObject(value);
