import { InvalidArgumentError } from 'commander';
import { AuthctlError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { RoleSettings, ServerSettings } from '../server/settings.js';
import type { Account } from '../server/users.js';

/** One user of `serve --users`. */
export interface QuickUser {
  readonly username: string;
  readonly role: string;
}

/** One role of `serve --role`. */
export type QuickRole = RoleSettings;

const NAME = /^[\w.@-]+$/;

/** `agus:reader,sari:admin`. @throws {InvalidArgumentError} for anything else. */
export function parseUsers(text: string): readonly QuickUser[] {
  const users = text.split(',').map((part) => {
    const [username = '', role = '', ...rest] = part.split(':');
    if (!NAME.test(username) || !NAME.test(role) || rest.length > 0) {
      throw new InvalidArgumentError('Expected name:role, several with commas between them.');
    }
    return { username, role };
  });
  const names = users.map(({ username }) => username);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} stands twice.`);
  return users;
}

/** `auditor=articles:read,users:read`. @throws {InvalidArgumentError} for anything else. */
export function parseRole(text: string): QuickRole {
  const [, name, permissions] = /^([\w.@-]+)=([\w.:@,-]*)$/.exec(text) ?? [];
  if (name === undefined || permissions === undefined) {
    throw new InvalidArgumentError('Expected name=permission, several permissions with commas between them.');
  }
  return { name, permissions: permissions.split(',').filter((permission) => permission !== '') };
}

/**
 * Settings with the users and roles that the command line names.
 *
 * @throws {AuthctlError} `USAGE` for a role that there is none of.
 */
export function withQuickUsers(
  settings: ServerSettings,
  users: readonly QuickUser[] | undefined,
  added: readonly QuickRole[] = [],
): ServerSettings {
  const names = added.map(({ name }) => name);
  const roles = [...settings.roles.filter(({ name }) => !names.includes(name)), ...added];
  const known = roles.map(({ name }) => name);
  for (const { username, role } of users ?? []) {
    if (known.includes(role)) continue;
    throw new AuthctlError('USAGE', `${username} cannot have the role '${role}': there is none`, {
      hint:
        didYouMean(role, known) ?? `roles: ${known.join(', ')}; --role NAME=PERMISSION,... adds another one`,
    });
  }
  return { ...settings, roles, users: users ? accountsOf(users, settings) : settings.users };
}

/** Whoever the settings know keeps the own id and password; the others get the next ids, and NAME-demo. */
function accountsOf(users: readonly QuickUser[], settings: ServerSettings): readonly Account[] {
  const taken = Math.max(0, ...settings.users.map(({ id }) => id));
  return users.map(({ username, role }, index) => {
    const known = settings.users.find((account) => account.username === username);
    if (known) return { ...known, role };
    return { id: taken + index + 1, username, role, password: `${username}-demo` };
  });
}
