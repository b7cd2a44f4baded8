import { atPointer, isJsonObject, type JsonObject, type JsonValue, memberOf, pointerTo } from './json.js';

/** The roles that a token names, and where. */
export interface RoleFound {
  /** The first of them. */
  readonly role: string;
  readonly roles: readonly string[];
  /** JSON Pointer (RFC 6901) into the payload. */
  readonly foundAt: string;
}

/** Claims that hold a role or a list of them, tried in this order before those named by a URL. */
const CLAIMS = ['cognito:groups', 'groups', 'permissions', 'authorities'] as const;

/**
 * Finds who the bearer is said to be, by role.
 *
 * @param claims - a token's payload, or what a user-info route answers.
 * @param pointer - the one place to look; default: `role`, `roles`, `realm_access.roles`, `resource_access.*.roles`,
 * `cognito:groups`, `groups`, `permissions`, `authorities`, and any claim whose name is a URL ending in `/role` or
 * `/roles`, in that order.
 * @returns null where no place holds a string or a list with strings in it.
 */
export function findRole(claims: JsonObject, pointer?: string): RoleFound | null {
  if (pointer !== undefined) return foundAt(pointer, atPointer(claims, pointer));
  for (const [names, value] of usualPlaces(claims)) {
    const found = value === undefined ? null : foundAt(pointerTo(...names), value);
    if (found) return found;
  }
  return null;
}

type Place = readonly [names: readonly string[], value: JsonValue | undefined];

function* usualPlaces(claims: JsonObject): Generator<Place> {
  yield [['role'], memberOf(claims, 'role')];
  yield [['roles'], memberOf(claims, 'roles')];
  yield [['realm_access', 'roles'], rolesOf(memberOf(claims, 'realm_access'))];
  const resources = memberOf(claims, 'resource_access');
  if (isJsonObject(resources)) {
    for (const client of Object.keys(resources)) {
      yield [['resource_access', client, 'roles'], rolesOf(memberOf(resources, client))];
    }
  }
  for (const name of CLAIMS) yield [[name], memberOf(claims, name)];
  for (const name of Object.keys(claims)) {
    if (/^https?:\/\/.*\/roles?$/.test(name)) yield [[name], memberOf(claims, name)];
  }
}

const rolesOf = (value: JsonValue | undefined): JsonValue | undefined =>
  isJsonObject(value) ? memberOf(value, 'roles') : undefined;

function foundAt(place: string, value: JsonValue | undefined): RoleFound | null {
  const list = Array.isArray(value) ? value : [value];
  const roles = list.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
  const [role] = roles;
  return role === undefined ? null : { role, roles, foundAt: place };
}
