import { type ConfigText, checkDocument } from '../../config/checked-document.js';
import { present } from '../../config/present.js';
import { ROUTE_KEY } from '../../config/route-key.js';
import type { Environment } from '../../config/variables.js';
import type { Field } from '../body.js';
import { demoSettings } from '../demo-settings.js';
import type {
  ClientSettings,
  GrantSettings,
  Item,
  Method,
  ResourceSettings,
  RoleSettings,
  RouteSettings,
  ServerSettings,
  TokenSettings,
} from '../settings.js';
import type { Account } from '../users.js';
import type { Known } from './known.js';
import { impliedAction, impliedResource } from './route-action.js';
import { checkServerRules } from './rules.js';
import {
  type ClientFile,
  DURATION,
  type FieldFile,
  type ResourceFile,
  type RouteFile,
  type ServerFile,
  serverConfigSchema,
  type UserFile,
} from './schema.js';

/** The settings in a file, and the files that it takes objects from. */
export interface ServerConfig {
  readonly settings: ServerSettings;
  /** Resource to the file that its objects are in, as the configuration names it. */
  readonly itemFiles: ReadonlyMap<string, string>;
  /** Passwords and other values that must never be shown: the caller hands them to the redaction. */
  readonly secrets: readonly string[];
}

/**
 * Reads the text of an `authctl-server.yaml`. A section that it does not have is the demo's.
 *
 * @param env - where `${VARIABLE}`s are filled in from.
 * @throws {AuthctlError} `CONFIG_INVALID` with the position of the first mistake and the others in `also`.
 */
export function readServerConfig(text: ConfigText, env: Environment): ServerConfig {
  const { file, secrets } = checkDocument(text, env, {
    schema: serverConfigSchema,
    rules: (read, document) => checkServerRules(read, knownIn(read), document),
    command: 'authctl init --server',
    topic: 'authctl serve --help',
  });
  const files = Object.entries(file.resources ?? {}).flatMap(([name, { file: place }]) =>
    place === undefined ? [] : [[name, place] as const],
  );
  return {
    settings: settingsOf(file),
    itemFiles: new Map(files),
    secrets: [...new Set([...secretsOf(file), ...secrets])],
  };
}

function settingsOf(file: ServerFile): ServerSettings {
  const users = usersOf(file);
  return {
    users,
    roles: rolesOf(file),
    clients: file.clients
      ? Object.entries(file.clients).map(([id, client]) => clientOf(id, client))
      : demoSettings.clients,
    tokens: tokensOf(file),
    ...present({
      audiences: file.audiences,
      trustedIssuers: file.trustedIssuers?.map((issuer) => present(issuer)),
    }),
    resources: file.resources
      ? Object.entries(file.resources).map(([name, resource]) => resourceOf(name, resource, users))
      : demoSettings.resources,
    routes: file.routes
      ? Object.entries(file.routes).map(([key, route]) => routeOf(key, route))
      : demoSettings.routes,
    faults: file.faults ?? [],
    weaknesses: file.weaknesses === 'all' ? ['all'] : (file.weaknesses ?? []),
  };
}

const rolesOf = ({ roles }: ServerFile): readonly RoleSettings[] =>
  roles ? Object.entries(roles).map(([name, permissions]) => ({ name, permissions })) : demoSettings.roles;

const usersOf = ({ users }: ServerFile): readonly Account[] =>
  users
    ? Object.entries(users).map(([username, user], index) => userOf(username, user, index + 1))
    : demoSettings.users;

/** What names can lead to: what the file says, or the demo where it says nothing. */
function knownIn(file: ServerFile): Known {
  const roles = rolesOf(file);
  const resources = file.resources
    ? Object.entries(file.resources).map(([name, { fields, owner }]) => ({ name, fields, owner }))
    : demoSettings.resources;
  return {
    roles: roles.map(({ name }) => name),
    permissions: [...new Set(roles.flatMap(({ permissions }) => permissions))],
    users: usersOf(file),
    resources: new Map(
      resources.map(({ name, fields, owner }) => [name, { fields: Object.keys(fields), owner }]),
    ),
  };
}

function userOf(username: string, { id, role, password, name, claims }: UserFile, place: number): Account {
  const isHash = password.startsWith('$scrypt$');
  return {
    id: id ?? place,
    username,
    role,
    ...(isHash ? { passwordHash: password } : { password }),
    ...(name === undefined ? {} : { name }),
    ...(claims === undefined ? {} : { claims }),
  };
}

const clientOf = (id: string, { redirectUris = [], ...rest }: ClientFile): ClientSettings => ({
  id,
  redirectUris,
  ...present(rest),
});

function tokensOf({ tokens = {} }: ServerFile): TokenSettings {
  const { algorithm, csrf, ...lifetimes } = tokens;
  const seconds = Object.entries(lifetimes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, secondsIn(value)] as const],
  );
  return {
    ...demoSettings.tokens,
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(csrf === undefined ? {} : { csrf }),
    ...Object.fromEntries(seconds),
  };
}

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

function secondsIn(duration: string | number): number {
  const [, count = '', unit = 's'] = DURATION.exec(String(duration)) ?? [];
  return Number(count) * SECONDS[(unit || 's') as keyof typeof SECONDS];
}

function resourceOf(name: string, read: ResourceFile, users: readonly Account[]): ResourceSettings {
  const { type = singular(name), fields, owner, items = [] } = read;
  return {
    name,
    type,
    fields: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fieldOf(field)])),
    ...(owner === undefined ? {} : { owner }),
    items: withOwners(numbered(items), owner, users),
  };
}

/** `articles`: `Article`. */
const singular = (name: string): string => {
  const one = name.length > 1 ? name.replace(/s$/, '') : name;
  return one.charAt(0).toUpperCase() + one.slice(1);
};

/** Objects without an id have the number of their place. */
export const numbered = (items: readonly Readonly<Record<string, unknown>>[]): readonly Item[] =>
  items.map((item, index) => ({ id: index + 1, ...item }));

/** Owners that are given by name, by their number. */
export function withOwners(
  items: readonly Item[],
  owner: string | undefined,
  users: readonly Account[],
): readonly Item[] {
  if (owner === undefined) return items;
  return items.map((item) => {
    const named = users.find(({ username }) => username === item[owner]);
    return named ? { ...item, [owner]: named.id } : item;
  });
}

function fieldOf({ type = 'text', minLength = 0, maxLength = 1_000, example, optional }: FieldFile): Field {
  const rest = optional ? { optional } : {};
  switch (type) {
    case 'text':
      return { type, minLength, maxLength, example: String(example ?? 'text'), ...rest };
    case 'number':
      return { type, example: Number(example ?? 1), ...rest };
    case 'boolean':
      return { type, example: example === true, ...rest };
  }
}

function routeOf(key: string, route: RouteFile): RouteSettings {
  const [, method = '', path = ''] = ROUTE_KEY.exec(key) ?? [];
  const { allow, summary } = route;
  return {
    method: method as Method,
    path,
    access: allow === 'any' ? 'public' : allow.map(grantOf),
    ...(summary === undefined ? {} : { summary }),
    action: actionOf(method, path, route),
  };
}

function grantOf(grant: Exclude<RouteFile['allow'], 'any'>[number]): GrantSettings {
  if (typeof grant === 'string') return { role: grant };
  const when = grant.when === undefined ? {} : { when: grant.when };
  return 'role' in grant ? { role: grant.role, ...when } : { permission: grant.permission, ...when };
}

function actionOf(method: string, path: string, route: RouteFile): RouteSettings['action'] {
  const { status = 200, body, resource = impliedResource(path), action } = route;
  if (body !== undefined) return { kind: 'answer', status, body };
  if (route.status !== undefined) return { kind: 'answer', status };
  return { kind: action ?? impliedAction(method, path) ?? 'read', resource };
}

const secretsOf = ({ users = {}, clients = {} }: ServerFile): readonly string[] =>
  [
    ...Object.values(users).map(({ password }) => password),
    ...Object.values(clients).map(({ secret }) => secret),
  ].filter((secret) => secret !== undefined);
