import type { Criteria } from '../token/criteria.js';
import { isoTime, relative } from '../token/duration.js';
import { isJsonObject, type JsonObject, memberOf } from '../token/json.js';
import type { Verification } from '../token/judge.js';
import { findRole } from '../token/role.js';
import type { IssuerVerification } from '../token/verify-at-issuer.js';
import { bad, caution, faint, good, type Line, type Renderer, strong, type Text } from './text.js';

/** A judged token, where it came from, and what was expected of it. */
export interface Verified {
  readonly result: Verification;
  /** In words: `stdin`, `the stored session 'agus'`. */
  readonly origin: string;
  readonly expected: Criteria;
  /** Present where the issuer was to be asked. */
  readonly introspection?: IssuerVerification['introspection'];
}

export const verifiedSchema = 'authctl/verify@1';

/** `authctl verify`: whether a token is to be believed. As text only for one that is: see `refusal`. */
export const verifiedRenderer: Renderer<Verified> = {
  schema: verifiedSchema,
  json: ({ result, origin, introspection }) => ({
    ...verificationJson(result),
    source: origin,
    ...(introspection === undefined ? {} : { introspection }),
    at: result.at,
    atTime: isoTime(result.at),
  }),
  text: ({ result, origin, expected, introspection }) => [
    [good('token valid'), faint(` from ${origin}`)],
    ...rows([
      ...facts(result),
      ...(introspection ? [['active', `says ${introspection.endpoint}`] as const] : []),
    ]),
    ...openQuestions(result, expected),
  ],
};

/** What every JSON document of `verify` has. */
export const verificationJson = ({ valid, failures, key, header, payload, unchecked }: Verification) => ({
  valid,
  failures,
  key,
  header,
  payload,
  unchecked,
});

/** Why a token is refused, one line a reason, for standard error. */
export function refusal({ failures, unchecked }: Verification): Text {
  const lines = failures.map(({ message }): Line => [bad('token refused:'), ` ${message}`]);
  return unchecked === null ? lines : [...lines, [caution('not checked:'), ` the signature: ${unchecked}`]];
}

type Fact = readonly [name: string, value: string];

function facts({ key, payload, at }: Verification): readonly Fact[] {
  const claims: JsonObject = isJsonObject(payload) ? payload : {};
  const text = (name: string): readonly Fact[] => {
    const value = memberOf(claims, name);
    if (value === undefined) return [];
    return [[NAMES[name] ?? name, typeof value === 'string' ? value : JSON.stringify(value)]];
  };
  const role = findRole(claims);
  const kid = key?.kid === null || key === null ? '' : `, id ${key.kid}`;
  return [
    ...(key
      ? [['signed', `${key.algorithm} with the key (${key.description}${kid}) from ${key.origin}`] as const]
      : []),
    ...text('iss'),
    ...text('sub'),
    ...text('aud'),
    ...(role ? [['role', role.roles.join(', ')] as const] : []),
    ['expires', expiry(claims, at)],
  ];
}

const NAMES: Readonly<Record<string, string>> = { iss: 'issuer', sub: 'subject', aud: 'audience' };

function expiry(claims: JsonObject, now: number): string {
  const exp = memberOf(claims, 'exp');
  if (typeof exp !== 'number') return 'never: there is no `exp`';
  return `${relative(exp, now)} (${isoTime(exp)})`;
}

function rows(all: readonly Fact[]): Text {
  const width = Math.max(...all.map(([name]) => name.length));
  return all.map(([name, value]) => ['  ', strong(name.padEnd(width)), '  ', value]);
}

/** What nobody asked for, so that a valid token is not taken for more than it is. */
function openQuestions({ payload }: Verification, { issuer, audience, profile }: Criteria): Text {
  const claims: JsonObject = isJsonObject(payload) ? payload : {};
  const open = [
    ...(issuer === undefined && memberOf(claims, 'iss') !== undefined ? ['the issuer (--issuer)'] : []),
    ...(audience === undefined && memberOf(claims, 'aud') !== undefined ? ['the audience (--audience)'] : []),
    ...(profile?.kind === 'id-token' && profile.nonce === undefined ? ['the nonce (--nonce)'] : []),
  ];
  return open.length === 0 ? [] : [[caution('not checked:'), ` ${open.join(', ')}`]];
}
