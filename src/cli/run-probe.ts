import { withPromises } from '../probe/prepare.js';
import type { probe } from '../probe/probe.js';
import { announcement, planRenderer } from '../report/probe-plan.js';
import { accessQuestion, planOf, wholeQuestion } from './access-question.js';
import { concludeProbe } from './conclude-probe.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { findAccess, issuersOf } from './find-access.js';
import { say } from './print.js';
import { keptRun } from './probe-journal.js';
import { materialsFor } from './probe-materials.js';
import { checksOf, failUnderOf, type ProbeCommandOptions } from './probe-options.js';
import { probeRecord, scopeOf } from './probe-record.js';
import { requireWritable, wantedReports } from './probe-reports.js';

/** Plans, says what will happen, logs subjects in, probes, prints. Nothing is sent before all of it is known to be sound. */
export async function runProbe(ctx: Context, options: ProbeCommandOptions, run: typeof probe): Promise<void> {
  const reports = wantedReports(ctx, options.report);
  await requireWritable(ctx, reports);
  const isShard = (options.shard ?? options.shardCount) !== undefined;
  const chosen = scopeOf(options);
  const scope = { ...chosen, someRoutes: chosen.someRoutes || isShard };
  const record = await probeRecord(ctx, options, scope);
  const checks = checksOf(options);
  const damageWith = await materialsFor(ctx, options);
  const failUnder = failUnderOf(options);
  const question = await accessQuestion(ctx, options);
  const { config, subjects, limits } = question;
  const promised = withPromises(subjects, config?.setup ?? []);
  const sketch = planOf(question, { subjects: promised, variables: {} });
  if (options.dryRun) return emit(ctx, planRenderer, sketch);
  const kept = await keptRun(ctx, options, {
    question: wholeQuestion(question, { subjects: promised, variables: {} }),
    shard: question.shard,
    judged: {
      issuers: issuersOf(question),
      waivers: config?.waivers ?? [],
      failUnder: failUnder ?? config?.failUnder ?? null,
      scope: chosen,
    },
  });
  say(ctx, announcement(sketch, { rate: limits.rate, now: ctx.now() }));
  const found = await findAccess(ctx, question, run, {
    kept,
    failUnder: failUnder ?? config?.failUnder,
    checks: checks && { ...checks, materialsFor: damageWith },
  });
  const isEmptyShard = question.shard !== null && sketch.routes.length === 0;
  await concludeProbe(ctx, found, { record, reports, isEmptyShard });
}
