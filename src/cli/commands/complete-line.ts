import type { Command } from 'commander';
import type { CommandTree } from '../command-entry.js';
import { complete } from '../complete/complete.js';
import { SHELLS } from '../complete/shell.js';
import { readTypedLine } from '../complete/typed-line.js';
import { writeSuggestions } from '../complete/write-suggestions.js';
import type { Context } from '../context.js';
import { printDocument } from '../print.js';

/**
 * `authctl __complete SHELL`: what the scripts of `authctl completion` ask while somebody types.
 *
 * The line comes in the environment, as it may hold a token: who lists processes sees their arguments. Whatever goes
 * wrong, nothing is written and the command succeeds: there is no place for an error in the middle of a line.
 */
export function configureCompleteLine(command: Command, ctx: Context, tree: () => CommandTree): void {
  command.argument('<shell>').action(async (name: string) => {
    const shell = SHELLS.find((known) => known === name);
    const line = ctx.env.AUTHCTL_COMPLETE_LINE;
    if (shell === undefined || line === undefined) return;
    const typed = readTypedLine(line, shell, ctx.env.AUTHCTL_COMPLETE_BREAKS);
    const answer = await complete(ctx, tree(), typed).then(
      (found) => writeSuggestions(shell, found, typed.current),
      () => '',
    );
    printDocument(ctx, answer);
  });
}
