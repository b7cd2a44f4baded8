import type { Command } from 'commander';
import type { Matrix } from '../probe/matrix/matrix.js';
import { matrixOf, type Observed, observedAs, observedIn } from '../probe/matrix/observed.js';
import { withPromises } from '../probe/prepare.js';
import { probe } from '../probe/probe.js';
import type { ProbeResult } from '../probe/result.js';
import { announcement } from '../report/probe-plan.js';
import { sameOrigin } from '../session/same-origin.js';
import { accessQuestion, planOf } from './access-question.js';
import { configurationOf } from './configuration.js';
import type { Context } from './context.js';
import { findAccess } from './find-access.js';
import { MATRIX_FILE, readMatrixFile } from './matrix-file.js';
import { say } from './print.js';
import { addProbeOptions, type ProbeCommandOptions } from './probe-options.js';

/** The options of `probe` that say who is asked for on which routes, and how fast. */
const PROBE_OPTIONS = [
  '--role',
  '--as',
  '--no-anonymous',
  '--openapi',
  '--routes',
  '--config',
  '--only',
  '--exclude',
  '--tag',
  '--method',
  '--allow-writes',
  '--allow-delete',
  '--target',
  '--concurrency',
  '--rate',
  '--max-requests',
  '--timeout',
];

export type MatrixProbeOptions = Omit<
  ProbeCommandOptions,
  'server' | 'api' | 'checksPer' | 'matrix' | 'report'
>;

/** The options that count where an access matrix is not read but probed. */
export function addMatrixProbeOptions(command: Command): void {
  command.optionsGroup('Where a server is probed:');
  addProbeOptions(command, PROBE_OPTIONS);
}

/** An access matrix, wherever it comes from. */
export interface FoundMatrix {
  /** In words. */
  readonly name: string;
  readonly matrix: Matrix;
  readonly observed: Observed;
  /** Null where it was recorded. */
  readonly run: Pick<ProbeResult, 'complete' | 'summary'> | null;
}

/**
 * Reads a matrix file, or probes a server.
 *
 * @param place - a file, `-` for stdin, or a URL: of an API, which is then also where sessions were stored and subjects log
 * in, unless authctl.yaml names another server than its API.
 * @throws {AuthctlError} what reading the file, planning and logging in throw.
 */
export async function foundMatrix(
  ctx: Context,
  place: string,
  options: MatrixProbeOptions,
  run: typeof probe = probe,
): Promise<FoundMatrix> {
  if (!/^https?:\/\//i.test(place)) {
    const matrix = await readMatrixFile(ctx, place);
    const name = place === '-' ? 'stdin' : place;
    return { name, matrix, observed: observedAs(matrix), run: null };
  }
  const server = (await logsInElsewhere(ctx, options)) ? {} : { server: place };
  const question = await accessQuestion(ctx, {
    ...options,
    ...{ api: place, checksPer: 'group', matrix: MATRIX_FILE, report: [] },
    ...server,
  });
  const promised = withPromises(question.subjects, question.config?.setup ?? []);
  const sketch = planOf(question, { subjects: promised, variables: {} });
  say(ctx, announcement(sketch, { rate: question.limits.rate, now: ctx.now() }));
  const result = await findAccess(ctx, question, run);
  const observed = observedIn(result);
  return { name: place, observed, matrix: matrixOf(observed), run: result };
}

/** Whether subjects log in at another server than the API. */
async function logsInElsewhere(ctx: Context, options: MatrixProbeOptions): Promise<boolean> {
  const { server, api } = (await configurationOf(ctx, options.config)) ?? {};
  return server !== undefined && api !== undefined && !sameOrigin(server, api);
}
