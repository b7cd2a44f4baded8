import type { Command } from 'commander';
import { letsIn, whatCan } from '../../../probe/matrix/reach.js';
import { whatCanRenderer } from '../../../report/matrix.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { matrixOption, readMatrixFile } from '../../matrix-file.js';

/** `authctl matrix what-can`: ends with 1 where the role gets in nowhere. */
export function configureWhatCan(command: Command, ctx: Context, run: typeof whatCan = whatCan): void {
  command
    .argument('<role>', 'a role of the matrix')
    .addOption(matrixOption())
    .addHelpText('after', examples)
    .action(async (role: string, { matrix }: { readonly matrix: string }) => {
      const reached = run(await readMatrixFile(ctx, matrix), role);
      emit(
        ctx,
        whatCanRenderer,
        { role, reached },
        reached.some(({ answers }) => letsIn(answers)) ? 'ok' : 'no',
      );
    });
}

const examples = `
Ends with 1 where the role gets in nowhere.

Examples:
  $ authctl matrix what-can reader
  $ authctl matrix what-can anonymous --matrix production.matrix`;
