import { checkSession } from '../request/check-session.js';
import type { Acceptance } from '../session/acceptance.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';
import { withCookieJar } from './cookie-jar.js';
import { freshened } from './fresh-session-of.js';
import { rememberSecrets } from './session-of.js';

/**
 * Asks the servers of these sessions, all at once, whether they still take them.
 *
 * @param path - the route to ask; default: the usual ones.
 */
export async function checkSessions(
  ctx: Context,
  sessions: readonly Session[],
  { path, timeoutMs }: { readonly path: string | undefined; readonly timeoutMs: number },
): Promise<ReadonlyMap<string, Acceptance>> {
  const check = async (session: Session): Promise<readonly [string, Acceptance]> => {
    rememberSecrets(ctx, session);
    const ports = {
      now: ctx.now,
      timeoutMs,
      renew: (old: Session) => freshened(ctx, old, { renewal: 'always' }),
    };
    const acceptance =
      session.credential.kind === 'cookie'
        ? await withCookieJar(ctx, session, (http) => checkSession(session, path, { ...ports, http }))
        : await checkSession(session, path, { ...ports, http: await ctx.ports.http() });
    return [session.name, acceptance];
  };
  return new Map(await Promise.all(sessions.map(check)));
}
