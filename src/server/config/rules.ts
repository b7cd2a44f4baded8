import { dotted } from '../../config/schema-problems.js';
import type { Path, SourceDocument } from '../../document/source-document.js';
import { AuthctlError, type Problem } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import { parseFault } from '../faults/parse-fault.js';
import { PHC } from '../password.js';
import { USERS } from '../settings.js';
import { unknownWeaknessHint, weaknessIds } from '../weaknesses/registry.js';
import { checkItems } from './item-rules.js';
import type { Complain, Known } from './known.js';
import { checkRoute } from './route-rules.js';
import type { ServerFile } from './schema.js';

/** What no schema can say: that names lead to something, and that methods, paths and actions fit. */
export function checkServerRules(
  file: ServerFile,
  known: Known,
  document: SourceDocument,
): readonly Problem[] {
  const problems: Problem[] = [];
  const complain: Complain = (message, path, hint) =>
    problems.push({ message, at: document.valueAt(path), hint });
  checkRoles(file, known, complain);
  checkUsers(file, complain);
  checkClients(file, known, complain);
  checkResources(file, known, complain);
  checkWeaknesses(file, complain);
  checkFaults(file, complain);
  for (const [key, route] of Object.entries(file.routes ?? {})) {
    checkRoute(key, route, known, (message, path, hint) =>
      problems.push({ message, at: document.keyAt(['routes', key, ...path]), hint }),
    );
  }
  return problems;
}

function checkWeaknesses({ weaknesses = [] }: ServerFile, complain: Complain): void {
  if (weaknesses === 'all') return;
  for (const [index, id] of weaknesses.entries()) {
    if (weaknessIds.includes(id)) continue;
    complain(`weaknesses: there is no '${id}'`, ['weaknesses', index], unknownWeaknessHint(id));
  }
}

function checkFaults({ faults = [] }: ServerFile, complain: Complain): void {
  for (const [index, spec] of faults.entries()) {
    try {
      parseFault(spec);
    } catch (thrown) {
      if (!(thrown instanceof AuthctlError)) throw thrown;
      complain(`faults: ${thrown.message}`, ['faults', index], thrown.hint);
    }
  }
}

interface Place {
  readonly name: string;
  readonly path: Path;
}

/** Every grant of every route. */
const grantsIn = ({ routes = {} }: ServerFile) =>
  Object.entries(routes).flatMap(([key, { allow }]) =>
    (allow === 'any' ? [] : allow).map((grant, index) => ({
      grant,
      path: ['routes', key, 'allow', index] as Path,
    })),
  );

/** Every place that names a role. */
function rolePlaces(file: ServerFile): readonly Place[] {
  const held = [['users', file.users ?? {}] as const, ['clients', file.clients ?? {}] as const].flatMap(
    ([section, holders]) =>
      Object.entries(holders).flatMap(([holder, { role }]): readonly Place[] =>
        role === undefined ? [] : [{ name: role, path: [section, holder, 'role'] }],
      ),
  );
  const granted = grantsIn(file).flatMap(({ grant, path }): readonly Place[] => {
    if (typeof grant === 'string') return [{ name: grant, path }];
    return 'role' in grant ? [{ name: grant.role, path: [...path, 'role'] }] : [];
  });
  return [...held, ...granted];
}

function checkRoles(file: ServerFile, { roles, permissions }: Known, complain: Complain): void {
  for (const { name, path } of rolePlaces(file).filter((place) => !roles.includes(place.name))) {
    complain(
      `${dotted(path)}: the role '${name}' is not in roles (${roles.join(', ')})`,
      path,
      didYouMean(name, roles) ?? 'add it to `roles:`, or name one of those',
    );
  }
  for (const { grant, path } of grantsIn(file)) {
    if (typeof grant === 'string' || !('permission' in grant) || permissions.includes(grant.permission)) {
      continue;
    }
    complain(
      `${dotted([...path, 'permission'])}: no role has the permission '${grant.permission}'`,
      [...path, 'permission'],
      didYouMean(grant.permission, permissions) ?? 'give it to a role in `roles:`',
    );
  }
}

/** Claims that a server sets itself. */
const OWN_CLAIMS: readonly string[] = [
  ...[
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'client_id',
    'scope',
    'id',
    'username',
    'role',
    'roles',
  ],
];

function checkUsers({ users = {} }: ServerFile, complain: Complain): void {
  const ids = new Map<number, string>();
  for (const [index, [name, { id = index + 1, password, claims = {} }]] of Object.entries(users).entries()) {
    const holder = ids.get(id);
    if (holder !== undefined) {
      complain(
        `users.${name}: the id ${id} is that of ${holder}`,
        ['users', name, 'id'],
        'give each user an `id:` of its own',
      );
    }
    ids.set(id, name);
    if (password.startsWith('$scrypt$') && !PHC.test(password)) {
      complain(
        `users.${name}.password: not a scrypt hash in PHC format`,
        ['users', name, 'password'],
        'make one with `authctl serve --hash-password`',
      );
    }
    for (const claim of Object.keys(claims).filter((each) => OWN_CLAIMS.includes(each))) {
      complain(
        `users.${name}.claims: '${claim}' is set by the server`,
        ['users', name, 'claims', claim],
        'remove it',
      );
    }
  }
}

/** A token whose `sub` is its `client_id` is the client's own, so no user may have that id. */
function checkClients(
  { clients = {}, trustedIssuers = [] }: ServerFile,
  { users }: Known,
  complain: Complain,
): void {
  for (const id of Object.keys(clients)) {
    const user = users.find((each) => String(each.id) === id);
    if (user)
      complain(`clients.${id}: that is the id of ${user.username}`, ['clients', id], 'name it otherwise');
  }
  const names = users.map(({ username }) => username);
  for (const [index, { user }] of trustedIssuers.entries()) {
    if (user === undefined || names.includes(user)) continue;
    complain(
      `trustedIssuers[${index}].user: there is no user '${user}'`,
      ['trustedIssuers', index, 'user'],
      didYouMean(user, names) ?? `users: ${names.join(', ')}`,
    );
  }
}

function checkResources({ resources = {} }: ServerFile, { users }: Known, complain: Complain): void {
  for (const [name, { items = [], file, owner, fields }] of Object.entries(resources)) {
    const at: Path = ['resources', name];
    if (name === USERS) complain(`'${USERS}' is there by itself`, at, 'name the resource otherwise');
    if (items.length > 0 && file !== undefined) {
      complain(`${dotted(at)} has both items and a file`, [...at, 'file'], 'keep one of the two');
    }
    if (Object.hasOwn(fields, 'id')) {
      complain(`${dotted(at)}: 'id' is set by the server`, [...at, 'fields', 'id'], 'remove it');
    }
    checkItems(items, [...at, 'items'], { fields: Object.keys(fields), owner, users }, complain);
  }
}
