import type { Command } from 'commander';
import { usedRenderer } from '../../report/used.js';
import { useSession } from '../../session/use.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';

/** `authctl use NAME`: make a stored session the current one. */
export function configureUse(command: Command, ctx: Context, run: typeof useSession = useSession): void {
  command
    .argument('<name>', 'name of a stored session; `authctl status` lists them')
    .addHelpText('after', examples)
    .action(async (name: string) => {
      emit(ctx, usedRenderer, await run(await ctx.ports.store(), name));
    });
}

const examples = `
The current session is what commands use where --as, --role and AUTHCTL_TOKEN name none.

Examples:
  $ authctl use sari
  $ authctl status`;
