import type { DecodedToken } from './decoded-token.js';
import { isJsonObject, type JsonObject, type JsonValue, memberOf, pointerTo } from './json.js';
import { timeClaims } from './registered-names.js';

/** One thing that two tokens do not have in common. */
export interface Difference {
  /** JSON Pointer (RFC 6901) into what `decode --json` prints: `/payload/role`. */
  readonly at: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** What it is about: decides how it is shown. */
  readonly about: 'role' | 'scope' | 'time' | 'claim' | 'header' | 'form';
  /** Undefined where it was not there. */
  readonly from?: JsonValue;
  /** Undefined where it is not there any more. */
  readonly to?: JsonValue;
  /** Where it is a set, as a scope is: what only the second has. */
  readonly gained?: readonly string[];
  /** What only the first has. */
  readonly lost?: readonly string[];
  /** Where both are times: how many seconds later the second is. */
  readonly later?: number;
}

/** Claims that are sets: neither order nor repetition means anything. */
const SETS: ReadonlySet<string> = new Set([
  'scope',
  'scp',
  'aud',
  'amr',
  'roles',
  'groups',
  'cognito:groups',
  'permissions',
  'authorities',
  'entitlements',
]);
const SCOPES: ReadonlySet<string> = new Set(['scope', 'scp']);
const ROLES: ReadonlySet<string> = new Set(['role', 'roles', 'realm_access', 'resource_access']);

/** The most telling first. */
const ORDER = [
  'form',
  'role',
  'scope',
  'time',
  'claim',
  'header',
] as const satisfies readonly Difference['about'][];

/**
 * What differs between two tokens: form, header and payload, member by member. Signatures always differ and are no
 * difference; order and repetition are none in claims that are sets (`scope`, `aud`, `roles`, ...).
 *
 * @returns an empty list where they say the same.
 */
export function diffTokens(from: DecodedToken, to: DecodedToken): readonly Difference[] {
  const form = (at: string, before: JsonValue, after: JsonValue) =>
    changes({ at, about: 'form' }, before, after);
  const roleClaims = new Set([from.role?.foundAt, to.role?.foundAt]);
  const all = [
    ...form('/format', from.format, to.format),
    ...form('/serialization', from.serialization, to.serialization),
    ...members({ at: '/header', about: 'header', roleClaims }, from.header ?? {}, to.header ?? {}),
    ...payloads(from.payload, to.payload, roleClaims),
  ];
  return ORDER.flatMap((about) => all.filter((difference) => difference.about === about));
}

function payloads(
  from: JsonValue,
  to: JsonValue,
  roleClaims: ReadonlySet<string | undefined>,
): readonly Difference[] {
  if (isJsonObject(from) && isJsonObject(to)) {
    return members({ at: '/payload', about: 'claim', roleClaims }, from, to);
  }
  return changes({ at: '/payload', about: 'claim' }, from, to);
}

interface Place {
  readonly at: string;
  readonly about: Difference['about'];
}

interface Parent extends Place {
  /** Where the role of either token was found. */
  readonly roleClaims: ReadonlySet<string | undefined>;
}

function members(parent: Parent, from: JsonObject, to: JsonObject): readonly Difference[] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names].flatMap((name) => {
    const at = parent.at + pointerTo(name);
    const place = {
      ...parent,
      at,
      about: parent.about === 'claim' ? topicOf(name, at, parent.roleClaims) : parent.about,
    };
    return values(place, name, memberOf(from, name), memberOf(to, name));
  });
}

function topicOf(name: string, at: string, roleClaims: Parent['roleClaims']): Difference['about'] {
  if (SCOPES.has(name)) return 'scope';
  if (timeClaims.has(name)) return 'time';
  return ROLES.has(name) || roleClaims.has(at.slice('/payload'.length)) ? 'role' : 'claim';
}

function values(
  place: Parent,
  name: string,
  from: JsonValue | undefined,
  to: JsonValue | undefined,
): readonly Difference[] {
  if (SETS.has(name)) {
    const [before, after] = [setOf(name, from), setOf(name, to)];
    if (before && after) return setChanges(place, from, to, before, after);
  }
  if (isJsonObject(from) && isJsonObject(to)) return members(place, from, to);
  if (Array.isArray(from) && Array.isArray(to)) return elements(place, from, to);
  return changes(place, from, to);
}

function elements(
  place: Parent,
  from: readonly JsonValue[],
  to: readonly JsonValue[],
): readonly Difference[] {
  return Array.from({ length: Math.max(from.length, to.length) }, (_, index) =>
    values({ ...place, at: `${place.at}/${index}` }, '', from[index], to[index]),
  ).flat();
}

function changes(
  { at, about }: Place,
  from: JsonValue | undefined,
  to: JsonValue | undefined,
): readonly Difference[] {
  if (from === undefined) return to === undefined ? [] : [{ at, kind: 'added', about, to }];
  if (to === undefined) return [{ at, kind: 'removed', about, from }];
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const later =
    about === 'time' && typeof from === 'number' && typeof to === 'number' ? { later: to - from } : {};
  return [{ at, kind: 'changed', about, from, to, ...later }];
}

/** The members of a set; null where the value is none. A scope is a list between spaces (RFC 8693 section 4.2). */
function setOf(name: string, value: JsonValue | undefined): ReadonlySet<string> | null {
  if (typeof value === 'string')
    return new Set(SCOPES.has(name) ? value.split(' ').filter(Boolean) : [value]);
  if (!Array.isArray(value)) return null;
  const texts = value.filter((entry): entry is string => typeof entry === 'string');
  return texts.length === value.length ? new Set(texts) : null;
}

function setChanges(
  { at, about }: Place,
  from: JsonValue | undefined,
  to: JsonValue | undefined,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): readonly Difference[] {
  const gained = [...after].filter((entry) => !before.has(entry));
  const lost = [...before].filter((entry) => !after.has(entry));
  if (gained.length === 0 && lost.length === 0) return [];
  return [{ at, kind: 'changed', about, from: from ?? null, to: to ?? null, gained, lost }];
}
