import { type Command, Option } from 'commander';
import { AuthctlError } from '../../errors.js';
import type { OpenIdEnd } from '../../login/oauth/end-openid-session.js';
import { type EndedEverywhere, logoutRenderer } from '../../report/logout.js';
import { caution, faint } from '../../report/text.js';
import { type EndingPorts, endSession } from '../../session/end.js';
import { pickSession } from '../../session/pick.js';
import type { Session } from '../../session/session.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { complain } from '../print.js';
import { rememberSecrets } from '../session-of.js';
import { storedClientPorts } from '../stored-client-ports.js';

interface LogoutOptions {
  readonly as?: string;
  readonly all?: boolean;
  readonly browser?: boolean;
}

/** `authctl logout`: end a session at its server where that is possible, and forget it. */
export function configureLogout(command: Command, ctx: Context, run: typeof endSession = endSession): void {
  command
    .addOption(new Option('--as <name>', 'which session; default: the current one').env('AUTHCTL_AS'))
    .addOption(new Option('--all', 'every session').conflicts('as'))
    .option('--browser', 'where the provider knows you by your browser, open it there')
    .addHelpText('after', examples)
    .action(async ({ as, all = false, browser = false }: LogoutOptions) => {
      const store = await ctx.ports.store();
      const sessions = all ? await store.list() : [await pickSession(store, { as })];
      const ended: EndedEverywhere[] = [];
      for (const session of sessions) {
        if (ctx.signal.aborted) throw new AuthctlError('INTERRUPTED', 'interrupted');
        rememberSecrets(ctx, session);
        const here = await run(session, { ...endingPorts(ctx, session), store, now: ctx.now() });
        const openId = await endOpenId(ctx, session, browser);
        ended.push(openId ? { ...here, openId } : here);
      }
      emit(ctx, logoutRenderer, { ended, at: ctx.now() });
      warnOfToken(ctx);
    });
}

/** How the server is asked: with the CSRF token where it wants one, and for an OAuth session by revocation. */
function endingPorts(ctx: Context, session: Session): EndingPorts {
  return {
    now: ctx.now(),
    http: async () => {
      const http = await ctx.ports.http();
      if (!session.csrf) return http;
      const { csrfHttp } = await import('../csrf-http.js');
      return csrfHttp(ctx, session, http);
    },
    revoke: async (revoked) => {
      const { revokeSession } = await import('../../login/oauth/revoke-session.js');
      await revokeSession(revoked, await storedClientPorts(ctx, revoked));
    },
  };
}

async function endOpenId(ctx: Context, session: Session, browser: boolean): Promise<OpenIdEnd | undefined> {
  if (session.client?.endSessionEndpoint === undefined) return undefined;
  const { endOpenIdSession } = await import('../../login/oauth/end-openid-session.js');
  return endOpenIdSession(session, {
    http: ctx.ports.http,
    browser: browser ? ctx.ports.browser : undefined,
  });
}

/** Whoever logs out thinks that nobody is logged in afterwards. */
function warnOfToken(ctx: Context): void {
  const variable = ['AUTHCTL_TOKEN', 'AUTHCTL_TOKEN_FILE'].find((name) => ctx.env[name]);
  if (variable === undefined) return;
  complain(
    ctx,
    [caution('warning:'), ` ${variable} is set and goes on being used`],
    [faint('   hint:'), ` unset ${variable}`],
  );
}

const examples = `
A session is forgotten here whatever its server says; what could not be done there is told.

Examples:
  $ authctl logout                     # the current session
  $ authctl logout --as agus
  $ authctl logout --all
  $ authctl logout --browser           # of an OpenID provider, too`;
