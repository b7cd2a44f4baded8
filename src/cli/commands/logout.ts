import { type Command, Option } from 'commander';
import { AuthctlError } from '../../errors.js';
import { logoutRenderer } from '../../report/logout.js';
import { endSession } from '../../session/end.js';
import { pickSession } from '../../session/pick.js';
import type { Session } from '../../session/session.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { rememberSecrets } from '../session-of.js';
import { storedClientPorts } from '../stored-client-ports.js';

interface LogoutOptions {
  readonly as?: string;
  readonly all?: boolean;
}

/** `authctl logout`: end a session at its server where that is possible, and forget it. */
export function configureLogout(command: Command, ctx: Context, run: typeof endSession = endSession): void {
  command
    .addOption(new Option('--as <name>', 'which session; default: the current one').env('AUTHCTL_AS'))
    .addOption(new Option('--all', 'every session').conflicts('as'))
    .addHelpText('after', examples)
    .action(async ({ as, all = false }: LogoutOptions) => {
      const store = await ctx.ports.store();
      const revoke = async (session: Session) => {
        const { revokeSession } = await import('../../login/oauth/revoke-session.js');
        await revokeSession(session, await storedClientPorts(ctx, session));
      };
      const sessions = all ? await store.list() : [await pickSession(store, { as })];
      const ended = [];
      for (const session of sessions) {
        if (ctx.signal.aborted) throw new AuthctlError('INTERRUPTED', 'interrupted');
        rememberSecrets(ctx, session);
        ended.push(await run(session, { http: ctx.ports.http, revoke, store, now: ctx.now() }));
      }
      emit(ctx, logoutRenderer, { ended, at: ctx.now() });
    });
}

const examples = `
Examples:
  $ authctl logout                     # the current session
  $ authctl logout --as agus
  $ authctl logout --all`;
