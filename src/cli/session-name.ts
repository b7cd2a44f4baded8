import { checkName } from '../session/name.js';
import type { Session } from '../session/session.js';
import { hasExpired } from '../session/status.js';

/**
 * What a session is called: as the user said, else after its subject, made to fit. Where another server's session has
 * that name, the server's host is added: a session that was just granted is not lost over its name.
 *
 * @param asked - `--as`; it replaces whatever has that name.
 */
export function sessionName(
  { name, server }: Pick<Session, 'name' | 'server'>,
  stored: readonly Session[],
  asked: string | undefined,
  now: number,
): string {
  if (asked !== undefined) return checkName(asked);
  const fitting =
    name
      .replace(/[/\\"'`\s\p{C}\p{Z}]+/gu, '-')
      .replace(/^-+/, '')
      .slice(0, 64) || 'session';
  const other = stored.find((session) => session.name === fitting);
  if (!other || other.server === server || hasExpired(other, now)) return fitting;
  return `${fitting}@${new URL(server).host}`.replace(/[[\]]/g, '').slice(0, 64);
}
