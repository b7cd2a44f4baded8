import { type Command, Option } from 'commander';
import { statusRenderer } from '../../report/status.js';
import type { Session } from '../../session/session.js';
import { standInFrom, standInSession } from '../../session/stand-in.js';
import { isLoggedIn, statusOf } from '../../session/status.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';

export interface StatusOptions {
  readonly as?: string;
  /** The route to ask; true for the usual ones. */
  readonly check?: string | true;
  readonly timeout?: string;
}

/** `authctl status`: every stored session, and the one in use. */
export function configureStatus(command: Command, ctx: Context, run: typeof statusOf = statusOf): void {
  command
    .option('--as <name>', 'this session only, with everything that is known of it')
    .option('--check [path]', 'ask each server whether it still accepts the session, at /me or at this path')
    .addOption(new Option('--timeout <seconds>', 'for each answer; default: 30').env('AUTHCTL_TIMEOUT'))
    .addHelpText('after', examples)
    .action(async (options: StatusOptions) => {
      const store = await ctx.ports.store();
      const standIn = options.as === undefined ? await standInOf(ctx) : undefined;
      const find = () => run(store, standIn, ctx.now(), ctx.env.AUTHCTL_AS || undefined);
      if (options.as !== undefined || options.check !== undefined || ctx.settings.verbose) {
        const { closeStatus } = await import('../close-status.js');
        const { status, exit } = await closeStatus(ctx, { store, standIn, find }, options);
        return emit(ctx, statusRenderer, status, exit);
      }
      const status = await find();
      emit(ctx, statusRenderer, status, isLoggedIn(status) ? 'ok' : 'login');
    });
}

async function standInOf(ctx: Context): Promise<Session | undefined> {
  const token = await standInFrom(ctx.env, ctx.ports.files);
  return token && standInSession(token, ctx.env.AUTHCTL_SERVER || undefined, ctx.now());
}

const examples = `
Exits with 4 where no session is left that has not expired. With --check the server of the session in use decides: 0
where it accepts it, 4 where it refuses it, 3 where it does not say.

Examples:
  $ authctl status
  $ authctl status --check                           # do the servers still accept them?
  $ authctl status --as agus --check /api/profile
  $ authctl status --json | jq -r '.sessions[].name'
  $ authctl status --quiet > /dev/null || authctl login`;
