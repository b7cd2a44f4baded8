import { resolve } from 'node:path';
import { driftSince, type RunScope } from '../probe/matrix/drift.js';
import type { Matrix } from '../probe/matrix/matrix.js';
import { matrixText } from '../probe/matrix/matrix-text.js';
import { observedIn } from '../probe/matrix/observed.js';
import { updatedMatrix } from '../probe/matrix/updated.js';
import { withDrift } from '../probe/matrix/with-drift.js';
import type { ProbeResult } from '../probe/result.js';
import { count } from '../report/count.js';
import { caution } from '../report/text.js';
import type { Context } from './context.js';
import { readMatrixFile } from './matrix-file.js';
import { complain, say } from './print.js';
import type { ProbeCommandOptions } from './probe-options.js';

/** What was recorded before a run, and what is to be done with it afterwards. */
export interface ProbeRecord {
  /** The result, compared with what was recorded where that is wanted. */
  compared(result: ProbeResult): ProbeResult;
  /** Records the result where that is wanted. @returns false where it could not be: it leaves something open. */
  keep(result: ProbeResult): Promise<boolean>;
}

/**
 * Makes sure that what `--check` needs is there and what `--update` writes can be written, before anything is sent.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`, `FILE_UNWRITABLE`, `CONFIG_INVALID`.
 */
export async function probeRecord(
  ctx: Context,
  options: Pick<ProbeCommandOptions, 'check' | 'update' | 'matrix'>,
  scope: RunScope,
): Promise<ProbeRecord> {
  if (options.check) {
    const recorded = await readMatrixFile(ctx, options.matrix);
    return {
      compared: (result) => withDrift(result, driftSince(recorded, observedIn(result), scope)),
      keep: async () => true,
    };
  }
  const unchanged = (result: ProbeResult) => result;
  if (!options.update) return { compared: unchanged, keep: async () => true };
  const path = resolve(ctx.cwd, options.matrix);
  await ctx.ports.files.requireWritable(path);
  const recorded = (await ctx.ports.files.exists(path))
    ? await readMatrixFile(ctx, options.matrix)
    : undefined;
  return { compared: unchanged, keep: (result) => record(ctx, options.matrix, recorded, result, scope) };
}

/** Whether options choose some of the routes or subjects. */
export const scopeOf = ({
  only,
  exclude,
  tag,
  method,
  role,
  as,
  anonymous,
}: Pick<
  ProbeCommandOptions,
  'only' | 'exclude' | 'tag' | 'method' | 'role' | 'as' | 'anonymous'
>): RunScope => ({
  someRoutes: [only, exclude, tag, method].some((chosen) => chosen.length > 0),
  someRoles: role.length + as.length > 0 || !anonymous,
});

async function record(
  ctx: Context,
  file: string,
  recorded: Matrix | undefined,
  result: ProbeResult,
  scope: RunScope,
): Promise<boolean> {
  const { complete, summary } = result;
  if (!complete || summary.inconclusive > 0) {
    const why = complete ? `${count(summary.inconclusive, 'cell')} inconclusive` : 'the run is not complete';
    complain(ctx, [caution('warning:'), ` ${file} was not written: ${why}`]);
    return false;
  }
  const matrix = updatedMatrix(recorded, observedIn(result), scope);
  await ctx.ports.files.write(resolve(ctx.cwd, file), matrixText(matrix), { overwrite: true });
  say(
    ctx,
    `recorded in ${file}: ${count(matrix.routes.length, 'route')}, ${count(matrix.roles.length, 'role')}`,
  );
  return true;
}
