import type { Command } from 'commander';
import { statusRenderer } from '../../report/status.js';
import { standInFrom, standInSession } from '../../session/stand-in.js';
import { isLoggedIn, statusOf } from '../../session/status.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';

/** `authctl status`: every stored session, and the one in use. */
export function configureStatus(command: Command, ctx: Context, run: typeof statusOf = statusOf): void {
  command.addHelpText('after', examples).action(async () => {
    const standIn = await standInFrom(ctx.env, ctx.ports.files);
    const session = standIn && standInSession(standIn, ctx.env.AUTHCTL_SERVER || undefined, ctx.now());
    const status = await run(await ctx.ports.store(), session, ctx.now());
    emit(ctx, statusRenderer, status, isLoggedIn(status) ? 'ok' : 'login');
  });
}

const examples = `
Exits with 4 where no session is left that has not expired.

Examples:
  $ authctl status
  $ authctl status --json | jq -r '.sessions[].name'
  $ authctl status --quiet > /dev/null || authctl login`;
