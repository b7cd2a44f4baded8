import type { Command } from 'commander';
import { AuthctlError } from '../../../errors.js';
import { driftSince } from '../../../probe/matrix/drift.js';
import { observedAs } from '../../../probe/matrix/observed.js';
import { matrixDiffRenderer } from '../../../report/matrix.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import { MATRIX_FILE, readMatrixFile } from '../../matrix-file.js';

/** `authctl matrix diff`: ends with 1 where access differs, as `diff` does. */
export function configureMatrixDiff(
  command: Command,
  ctx: Context,
  run: typeof driftSince = driftSince,
): void {
  command
    .argument('<from>', 'a matrix file; - for stdin')
    .argument('[to]', `another one; default: ${MATRIX_FILE}`)
    .addHelpText('after', examples)
    .action(async (from: string, to: string = MATRIX_FILE) => {
      if (from === '-' && to === '-') {
        throw new AuthctlError('USAGE', 'only one of the two files can come from stdin');
      }
      const [before, after] = [await readMatrixFile(ctx, from), await readMatrixFile(ctx, to)];
      const drift = run(before, observedAs(after), { someRoutes: false, someRoles: false });
      emit(
        ctx,
        matrixDiffRenderer,
        { from: named(from), to: named(to), drift },
        drift.length === 0 ? 'ok' : 'no',
      );
    });
}

const named = (file: string): string => (file === '-' ? 'stdin' : file);

const examples = `
Ends with 0 where access is the same, 1 where it differs.

Examples:
  $ authctl matrix diff staging.matrix production.matrix
  $ git show main:access.matrix | authctl matrix diff -`;
