import type { Command } from 'commander';
import { AuthctlError } from '../../../errors.js';
import type { Drift } from '../../../probe/matrix/change.js';
import { driftSince, type RunScope } from '../../../probe/matrix/drift.js';
import { observedAs } from '../../../probe/matrix/observed.js';
import { partOf } from '../../../probe/matrix/part.js';
import { count } from '../../../report/count.js';
import { matrixDiffRenderer } from '../../../report/matrix.js';
import { caution } from '../../../report/text.js';
import type { Context } from '../../context.js';
import { emit } from '../../emit.js';
import type { ExitName } from '../../exit-codes.js';
import { MATRIX_FILE } from '../../matrix-file.js';
import { complain } from '../../print.js';
import { scopeOf } from '../../probe-record.js';
import {
  addMatrixProbeOptions,
  type FoundMatrix,
  foundMatrix,
  type MatrixProbeOptions,
} from '../../probed-matrix.js';
import { addTransportOptions } from '../../transport-options.js';

/** `authctl matrix diff`: ends with 1 where access differs, as `diff` does. */
export function configureMatrixDiff(
  command: Command,
  ctx: Context,
  run: typeof driftSince = driftSince,
): void {
  command
    .argument('<from>', 'a matrix file, - for stdin, or the URL of a server to probe')
    .argument('[to]', `another one; default: ${MATRIX_FILE}`);
  addMatrixProbeOptions(command);
  addTransportOptions(command, ctx);
  command
    .addHelpText('after', examples)
    .action(async (from: string, to: string = MATRIX_FILE, options: MatrixProbeOptions) => {
      if (from === '-' && to === '-') {
        throw new AuthctlError('USAGE', 'only one of the two can come from stdin');
      }
      const found = [await foundMatrix(ctx, from, options), await foundMatrix(ctx, to, options)] as const;
      const { before, after } = comparable(found, scopeOf(options));
      const drift = run(before, after, { someRoutes: false, someRoles: false });
      for (const side of found) tellOpen(ctx, side);
      const isSettled = found.every(({ run: made }) => made === null || isConclusive(made));
      const [{ name }, { name: other }] = found;
      emit(ctx, matrixDiffRenderer, { from: name, to: other, drift, isSettled }, exitFor(drift, isSettled));
    });
}

/** A file may hold more routes and roles than a server was asked about; these are not missed there. */
function comparable([from, to]: readonly [FoundMatrix, FoundMatrix], scope: RunScope) {
  const before = from.run === null && to.run !== null ? partOf(from.matrix, to.observed, scope) : from.matrix;
  const after =
    to.run === null && from.run !== null ? observedAs(partOf(to.matrix, from.observed, scope)) : to.observed;
  return { before, after };
}

/** What could not be found out is no difference, and no sameness either. */
function exitFor(drift: readonly Drift[], isSettled: boolean): ExitName {
  if (drift.some(({ kind }) => kind !== 'unprobed')) return 'no';
  return drift.length === 0 && isSettled ? 'ok' : 'unknown';
}

const isConclusive = ({ complete, summary }: NonNullable<FoundMatrix['run']>): boolean =>
  complete && summary.inconclusive === 0;

function tellOpen(ctx: Context, { name, run }: FoundMatrix): void {
  if (run === null || isConclusive(run)) return;
  const what = run.complete
    ? `${count(run.summary.inconclusive, 'cell')} inconclusive`
    : 'the run is not complete';
  complain(ctx, [caution('warning:'), ` ${name}: ${what}; \`authctl probe --api ${name}\` says why`]);
}

const examples = `
Ends with 0 where access is the same, 1 where it differs, 3 where that could not be found out. A server is probed with the
sessions that were stored there, or the subjects of authctl.yaml; GET and HEAD only, unless more is allowed.

Examples:
  $ authctl matrix diff staging.matrix production.matrix
  $ git show main:access.matrix | authctl matrix diff -
  $ authctl matrix diff access.matrix http://127.0.0.1:4455
  $ authctl matrix diff http://127.0.0.1:4455 https://staging.example.com --target staging.example.com`;
