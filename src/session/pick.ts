import { AuthctlError } from '../errors.js';
import type { CredentialStore } from './credential-store.js';
import { loginCommand } from './login-command.js';
import { sameOrigin } from './same-origin.js';
import type { Session } from './session.js';

/** Which stored session a command is to use; each part narrows the choice. */
export interface Wish {
  /** A session's name. */
  readonly as?: string | undefined;
  readonly role?: string | undefined;
  /** A URL; only sessions of its origin count. */
  readonly server?: string | undefined;
}

/**
 * The stored session that a command is to use.
 *
 * With a name, that one. With a role, the current session if it has the role, else the newest that does. With
 * neither, the current one, or the only one there is.
 *
 * @throws {AuthctlError} `NOT_LOGGED_IN`, its hint the login command, when there is nothing to choose from;
 * `USAGE`, listing what exists, when there is something but not that.
 */
export async function pickSession(
  store: Pick<CredentialStore, 'list' | 'current'>,
  wish: Wish = {},
): Promise<Session> {
  const { as, role, server } = wish;
  const sessions = (await store.list()).filter(
    (session) => server === undefined || sameOrigin(session.server, server),
  );
  if (sessions.length === 0) throw notLoggedIn(wish);
  const named = as === undefined ? sessions : sessions.filter((session) => session.name === as);
  if (as !== undefined && named.length === 0) {
    throw await nothingLike(as, `no session is named '${as}'`, 'names', sessions.map(nameOf));
  }
  const fitting = role === undefined ? named : named.filter((session) => session.role === role);
  if (role !== undefined && fitting.length === 0) {
    const roles = named.map((session) => session.role ?? 'none');
    const whose = as === undefined ? 'no session has' : `session '${as}' has not`;
    throw await nothingLike(
      role,
      `${whose} the role '${role}'`,
      as === undefined ? 'roles' : 'its role',
      roles,
    );
  }
  return preferred(fitting, await store.current(), role !== undefined);
}

const nameOf = ({ name }: Session): string => name;

function preferred(sessions: readonly Session[], current: string | undefined, newestWill: boolean): Session {
  const newest = sessions.toSorted((one, other) => other.createdAt - one.createdAt)[0];
  const chosen = sessions.find(({ name }) => name === current);
  if (chosen) return chosen;
  if (newest && (newestWill || sessions.length === 1)) return newest;
  throw new AuthctlError('USAGE', `none of the ${sessions.length} sessions is the current one`, {
    hint: `name one with --as: ${sessions.map(nameOf).join(', ')}`,
  });
}

function notLoggedIn({ as, server }: Wish): AuthctlError {
  const where = server === undefined ? '' : ` at ${server}`;
  const who = as === undefined ? '' : ` as '${as}'`;
  const command = loginCommand({
    ...(as === undefined ? {} : { name: as }),
    ...(server === undefined ? {} : { server }),
  });
  return new AuthctlError('NOT_LOGGED_IN', `not logged in${who}${where}`, {
    hint: `log in with \`${command}${as === undefined ? ' --username NAME' : ''}\``,
  });
}

async function nothingLike(
  word: string,
  message: string,
  what: string,
  existing: readonly string[],
): Promise<AuthctlError> {
  // What knows of spelling is loaded for who misspells.
  const { didYouMean } = await import('../nearest.js');
  const list = `${what}: ${[...new Set(existing)].join(', ')}`;
  const meant = didYouMean(word, existing);
  return new AuthctlError('USAGE', message, { hint: meant === undefined ? list : `${meant} ${list}` });
}
