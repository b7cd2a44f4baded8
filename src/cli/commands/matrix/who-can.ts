import type { Command } from 'commander';
import { letsIn, whoCan } from '../../../probe/matrix/reach.js';
import { whoCanRenderer } from '../../../report/matrix.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { matrixOption, readMatrixFile } from '../../matrix-file.js';

/** `authctl matrix who-can`: ends with 1 where nobody gets in. */
export function configureWhoCan(command: Command, ctx: Context, run: typeof whoCan = whoCan): void {
  command
    .argument('<route>', "a method and a path: 'GET /articles/{id}'")
    .addOption(matrixOption())
    .addHelpText('after', examples)
    .action(async (route: string, { matrix }: { readonly matrix: string }) => {
      const found = run(await readMatrixFile(ctx, matrix), route);
      emit(ctx, whoCanRenderer, found, found.reached.some(({ answers }) => letsIn(answers)) ? 'ok' : 'no');
    });
}

const examples = `
Ends with 1 where no role gets in.

Examples:
  $ authctl matrix who-can 'DELETE /articles/{id}'
  $ authctl matrix who-can 'GET /users' --json`;
