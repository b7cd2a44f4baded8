import { caution } from '../report/text.js';
import { type Freshness, freshSession, isRenewable } from '../session/fresh.js';
import type { Wish } from '../session/pick.js';
import type { Session } from '../session/session.js';
import type { Context } from './context.js';
import { complain, say } from './print.js';
import { rememberSecrets, sessionOf } from './session-of.js';
import { storedClientPorts } from './stored-client-ports.js';

/** Any time left will do; what can be renewed is renewed in good time. */
const USUAL: Freshness = { renewal: 'as-needed' };

/**
 * The session a command acts as, like `sessionOf`, with a credential that still lasts. A token from the environment is
 * used as it is.
 *
 * @throws {AuthctlError} what `sessionOf` and `freshSession` throw.
 */
export async function freshSessionOf(
  ctx: Context,
  wish: Wish = {},
  freshness: Freshness = USUAL,
): Promise<Session> {
  return freshened(ctx, await sessionOf(ctx, wish), freshness);
}

/**
 * A session with a credential that still lasts, renewed at its server where it takes that.
 *
 * @throws {AuthctlError} what `freshSession` throws.
 */
export async function freshened(
  ctx: Context,
  session: Session,
  freshness: Freshness = USUAL,
): Promise<Session> {
  // What can be done with an expired one, the command knows better.
  if (freshness.minTtl === undefined && (freshness.renewal === 'never' || !isRenewable(session)))
    return session;
  return freshSession(session, freshness, {
    store: await ctx.ports.store(),
    now: ctx.now,
    async renew(old) {
      const { renewSession } = await import('../login/oauth/renew-session.js');
      if (ctx.settings.verbose) say(ctx, `renewing session '${old.name}' at ${old.client?.tokenEndpoint}`);
      const renewed = await renewSession(old, {
        ...(await storedClientPorts(ctx, old)),
        keepSecret: (...values) => ctx.secrets.add(...values),
      });
      rememberSecrets(ctx, renewed);
      return renewed;
    },
    warn: (message, hint) => complain(ctx, [caution('warning:'), ` ${message}`], [`   hint: ${hint}`]),
  });
}
