import type { Command } from 'commander';
import { licencesRenderer } from '../../report/licences.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';

/** `authctl licenses`: what may be done with the program, and with what others made that is inside it. */
export function configureLicenses(command: Command, ctx: Context): void {
  command
    .addHelpText('after', examples)
    .action(async () => emit(ctx, licencesRenderer, await ctx.ports.licences()));
}

const examples = `
Examples:
  $ authctl licenses | less
  $ authctl licenses --json | jq -r '.packages[] | "\\(.name) \\(.license)"'`;
