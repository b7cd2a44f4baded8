import { withPromises } from '../probe/prepare.js';
import { answerOf, type probe } from '../probe/probe.js';
import { announcement, planRenderer } from '../report/probe-plan.js';
import { accessQuestion, planOf } from './access-question.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { findAccess } from './find-access.js';
import { say } from './print.js';
import { materialsFor } from './probe-materials.js';
import { checksOf, failUnderOf, type ProbeCommandOptions } from './probe-options.js';
import { probeRecord } from './probe-record.js';
import { requireWritable, wantedReports, writeReports } from './probe-reports.js';

/** How a command ends that asks for access. */
const accessExits = { yes: 'ok', no: 'no', unknown: 'unknown' } as const;

/** Plans, says what will happen, logs subjects in, probes, prints. Nothing is sent before all of it is known to be sound. */
export async function runProbe(ctx: Context, options: ProbeCommandOptions, run: typeof probe): Promise<void> {
  const reports = wantedReports(ctx, options.report);
  await requireWritable(ctx, reports);
  const record = await probeRecord(ctx, options);
  const checks = checksOf(options);
  const damageWith = await materialsFor(ctx, options);
  const failUnder = failUnderOf(options);
  const question = await accessQuestion(ctx, options);
  const { config, subjects, limits } = question;
  const promised = withPromises(subjects, config?.setup ?? []);
  const sketch = planOf(question, { subjects: promised, variables: {} });
  if (options.dryRun) return emit(ctx, planRenderer, sketch);
  say(ctx, announcement(sketch, { rate: limits.rate, now: ctx.now() }));
  const found = await findAccess(ctx, question, run, {
    failUnder: failUnder ?? config?.failUnder,
    checks: checks && { ...checks, materialsFor: damageWith },
  });
  const result = record.compared(found);
  const answer = accessExits[answerOf(result)];
  const isKept = await record.keep(result);
  ctx.outcome = answer === 'ok' && !isKept ? 'unknown' : answer;
  await writeReports(ctx, reports, result);
}
