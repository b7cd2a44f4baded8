import type { Command } from 'commander';
import type { Context } from '../context.js';
import { configureMatrixDiff } from './matrix/diff.js';
import { configureMatrixMerge } from './matrix/merge.js';
import { configureWhatCan } from './matrix/what-can.js';
import { configureWhoCan } from './matrix/who-can.js';

const subcommands = [
  ['diff', 'how access differs between two matrices, files or servers', configureMatrixDiff],
  ['who-can', 'which roles reach a route', configureWhoCan],
  ['merge', 'what a probe found whose parts were asked by several processes', configureMatrixMerge],
  ['what-can', 'which routes a role reaches', configureWhatCan],
] as const;

/** `authctl matrix`: questions to a recorded access matrix. */
export function configureMatrix(command: Command, ctx: Context): void {
  command.helpCommand(false);
  for (const [name, summary, configure] of subcommands) {
    configure(command.command(name).summary(summary).description(summary), ctx);
  }
  command.addHelpText('after', examples);
}

const examples = `
\`authctl probe --update\` records the access that it finds in access.matrix, a text to be committed and reviewed;
\`authctl probe --check\` fails when access is another than recorded.

Examples:
  $ authctl matrix who-can 'GET /articles'
  $ authctl matrix what-can reader
  $ git show main:access.matrix | authctl matrix diff - access.matrix
  $ authctl matrix merge shard-*.journal

\`authctl matrix <command> --help\` shows a command's options and examples.`;
