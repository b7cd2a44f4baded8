import { routeUrl } from '../login/server-address.js';
import { sessionDetails } from '../report/session-details.js';
import type { ShownStatus } from '../report/status.js';
import type { Acceptance } from '../session/acceptance.js';
import type { CredentialStore } from '../session/credential-store.js';
import { pickSession } from '../session/pick.js';
import type { Session } from '../session/session.js';
import { isLoggedIn, type SessionStatus, type Status } from '../session/status.js';
import { checkSessions } from './check-sessions.js';
import type { StatusOptions } from './commands/status.js';
import type { Context } from './context.js';
import type { ExitName } from './exit-codes.js';
import { milliseconds } from './login-basis.js';

/** What a status is made of. */
interface StatusSources {
  readonly store: CredentialStore;
  readonly standIn: Session | undefined;
  readonly find: () => Promise<Status>;
}

/**
 * A status with everything that is known of each session, or of one; with `--check` also what the servers say, and then
 * that decides how the command ends.
 *
 * @throws {AuthctlError} what `pickSession` throws; `USAGE` for a time-out or a path that is none.
 */
export async function closeStatus(
  ctx: Context,
  { store, standIn, find }: StatusSources,
  { as, check, timeout }: StatusOptions,
): Promise<{ readonly status: ShownStatus; readonly exit: ExitName }> {
  const only = as === undefined ? undefined : await pickSession(store, { as });
  const shown = async (): Promise<ShownStatus> => ({
    ...narrowed(await find(), only),
    details: sessionDetails,
  });
  if (check === undefined) {
    const status = await shown();
    return { status, exit: isLoggedIn(status) ? 'ok' : 'login' };
  }
  const sessions = [standIn, ...(only ? [only] : await store.list())].filter((one) => one !== undefined);
  const path = check === true ? undefined : check;
  if (path !== undefined) for (const { server } of sessions) routeUrl(server, path);
  const checks = await checkSessions(ctx, sessions, { path, timeoutMs: milliseconds(timeout) });
  // Only now: a session may have been renewed.
  const status = withChecks(await shown(), checks);
  return { status, exit: exitOf(status) };
}

const narrowed = (status: Status, only: Session | undefined): Status =>
  only ? { ...status, sessions: status.sessions.filter(({ name }) => name === only.name) } : status;

function withChecks(status: ShownStatus, checks: ReadonlyMap<string, Acceptance>): ShownStatus {
  const checked = (session: SessionStatus): SessionStatus => {
    const check = checks.get(session.name);
    return check ? { ...session, check } : session;
  };
  return {
    ...status,
    standIn: status.standIn && checked(status.standIn),
    sessions: status.sessions.map(checked),
  };
}

/** Of the session in use, or of all where none is. */
function exitOf({ inUse, standIn, sessions }: Status): ExitName {
  const all = [...(standIn ? [standIn] : []), ...sessions];
  const used = all.filter(({ name }) => name === inUse?.name);
  const results = (used.length > 0 ? used : all).map(({ check }) => check?.result);
  if (results.includes('accepted')) return 'ok';
  return results.some((result) => result === 'unknown' || result === 'unreachable') ? 'unknown' : 'login';
}
