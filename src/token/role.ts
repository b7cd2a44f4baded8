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
const CLAIMS: readonly (readonly string[])[] = [
  ['role'],
  ['roles'],
  ['realm_access', 'roles'],
  ['cognito:groups'],
  ['groups'],
  ['permissions'],
  ['authorities'],
];

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
  const places = pointer === undefined ? usualPlaces(claims) : [pointer];
  for (const foundAt of places) {
    const roles = rolesIn(atPointer(claims, foundAt));
    const [role] = roles;
    if (role !== undefined) return { role, roles, foundAt };
  }
  return null;
}

function usualPlaces(claims: JsonObject): readonly string[] {
  const [role = '', roles = '', realm = '', ...others] = CLAIMS.map((names) => pointerTo(...names));
  const resources = memberOf(claims, 'resource_access');
  const clients = isJsonObject(resources) ? Object.keys(resources) : [];
  const byUrl = Object.keys(claims).filter((name) => /^https?:\/\/.*\/roles?$/.test(name));
  return [
    ...[role, roles, realm],
    ...clients.map((client) => pointerTo('resource_access', client, 'roles')),
    ...others,
    ...byUrl.map((name) => pointerTo(name)),
  ];
}

function rolesIn(value: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
}
