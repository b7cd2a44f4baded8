import { isRenewable } from '../session/fresh.js';
import { checkName } from '../session/name.js';
import type { Session } from '../session/session.js';
import { hasExpired } from '../session/status.js';

/** More sessions of one client than anybody has. */
const MOST_NUMBERED = 1_000;

/**
 * What a session is called: as the user said, else after its subject, made to fit. Where another server's session has
 * that name, the server's host is added, and a number where the same client was granted something else: a session that
 * still lasts is not lost over its name.
 *
 * @param asked - `--as`; it replaces whatever has that name.
 */
export function sessionName(
  session: Pick<Session, 'name' | 'server' | 'client'>,
  stored: readonly Session[],
  asked: string | undefined,
  now: number,
): string {
  if (asked !== undefined) return checkName(asked);
  const kept = stored.filter(
    (other) => !isReplaced(other, session) && (isRenewable(other) || !hasExpired(other, now)),
  );
  const holder = (name: string) => kept.find((other) => other.name === name);
  const fitting = fittingName(session.name);
  const other = holder(fitting);
  if (other === undefined) return fitting;
  const { host } = new URL(session.server);
  const base =
    other.server === session.server ? fitting : `${fitting}@${host}`.replace(/[[\]]/g, '').slice(0, 64);
  for (let number = 2, name = base; number < MOST_NUMBERED; number++) {
    if (holder(name) === undefined) return name;
    name = `${base.slice(0, 60)}-${number}`;
  }
  return base;
}

const fittingName = (name: string): string =>
  name
    .replace(/[/\\"'`\s\p{C}\p{Z}]+/gu, '-')
    .replace(/^-+/, '')
    .slice(0, 64) || 'session';

/** The new login of the same subject takes the place of the old one. */
function isReplaced({ server, client }: Session, by: Pick<Session, 'server' | 'client'>): boolean {
  const [old, fresh] = [client?.asked?.key, by.client?.asked?.key];
  return server === by.server && (old === undefined || fresh === undefined || old === fresh);
}
