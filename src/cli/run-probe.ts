import type { Config } from '../config/config.js';
import { createBudget } from '../probe/budget.js';
import { leftOutRoutes } from '../probe/left-out.js';
import type { Subject } from '../probe/model.js';
import { type Plan, planProbe } from '../probe/plan.js';
import type { ProbePorts } from '../probe/ports.js';
import { type Prepared, prepare, type StepMeans, tearDown, withPromises } from '../probe/prepare.js';
import { leastPrivilegedFirst } from '../probe/privilege-order.js';
import { answerOf, type probe } from '../probe/probe.js';
import type { ProbeResult } from '../probe/result.js';
import { selectRoutes, selectSubjects } from '../probe/select.js';
import { requireTarget } from '../probe/target.js';
import { probeRenderer } from '../report/probe.js';
import { announcement, planRenderer } from '../report/probe-plan.js';
import { configurationOf } from './configuration.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { say } from './print.js';
import { addressOf } from './probe-address.js';
import { type ApiUnderTest, apiUnderTest } from './probe-api.js';
import { materialsFor } from './probe-materials.js';
import { checksOf, failUnderOf, limitsOf, type ProbeCommandOptions } from './probe-options.js';
import { progressLine } from './probe-progress.js';
import { probeRecord } from './probe-record.js';
import { requireWritable, wantedReports, writeReports } from './probe-reports.js';
import { loggedIn, subjectSource } from './probe-source.js';
import { anonymous, type SubjectSource } from './probe-subjects.js';

const exits = { yes: 'ok', no: 'no', unknown: 'unknown' } as const;

/** Plans, says what will happen, logs subjects in, probes, prints. Nothing is sent before all of it is known to be sound. */
export async function runProbe(ctx: Context, options: ProbeCommandOptions, run: typeof probe): Promise<void> {
  const reports = wantedReports(options.report);
  await requireWritable(ctx, reports);
  const record = await probeRecord(ctx, options);
  const config = await configurationOf(ctx, options.config);
  const base = await addressOf(ctx, options, config);
  requireTarget(base, [...options.target, ...named(config?.api), ...named(config?.server)]);
  const limits = limitsOf(options, base);
  const checks = checksOf(options);
  const damageWith = await materialsFor(ctx, options);
  const budget = createBudget(limits.maxRequests);
  const failUnder = failUnderOf(options) ?? config?.failUnder;
  const source = await subjectSource(ctx, options, config, base, limits.timeoutMs);
  const wanted = selectSubjects([...(options.anonymous ? [anonymous] : []), ...source.subjects], {
    roles: options.role,
    names: options.as,
  });
  const api = await apiUnderTest(ctx, base, options, config);
  const ordered = leastPrivilegedFirst(wanted, config?.roles ?? [], api);
  const promised = withPromises(ordered, config?.setup ?? []);
  const sketch = planOf(api, config, options, { subjects: promised, variables: {} });
  if (options.dryRun) return emit(ctx, planRenderer, sketch);
  say(ctx, announcement(sketch, { rate: limits.rate, now: ctx.now() }));
  const subjects = await loggedIn(source, ordered);
  const means: StepMeans = { api: api.url, ports: await portsOf(ctx, source), limits, budget };
  const line = progressLine(ctx);
  const probeWith = (prepared: Prepared): Promise<ProbeResult> =>
    run(planOf(api, config, options, prepared), means.ports, {
      limits,
      budget,
      issuers: named(config?.server).map((server) => new URL(server).origin),
      waivers: config?.waivers ?? [],
      failUnder,
      checks: checks && { ...checks, materialsFor: damageWith },
      ...(line.update ? { progress: line.update } : {}),
    });
  const result = record.compared(await withSetup(config, options, subjects, means, probeWith));
  line.clear();
  const answer = exits[answerOf(result)];
  const isKept = await record.keep(result);
  emit(ctx, probeRenderer, result, answer === 'ok' && !isKept ? 'unknown' : answer);
  await writeReports(ctx, reports, result);
}

const named = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

function planOf(
  api: ApiUnderTest,
  config: Config | undefined,
  options: ProbeCommandOptions,
  prepared: Prepared,
): Plan {
  const { url, policies, undescribed } = api;
  const { objects = [], decide = {}, leftOut = [] } = config ?? {};
  return planProbe({
    ...prepared,
    ...{ api: url, policies, undescribed, objects, decide },
    routes: selectRoutes(api.routes, options),
    permission: { writes: options.allowWrites ?? false, deletes: options.allowDelete ?? false },
    leftOut: leftOutRoutes(api.routes, leftOut),
  });
}

async function portsOf(ctx: Context, source: SubjectSource): Promise<ProbePorts> {
  return {
    http: await ctx.ports.http(),
    lastingHttp: await ctx.ports.lastingHttp(),
    sleep: ctx.ports.sleep,
    randomId: ctx.ports.randomId,
    now: ctx.now,
    signal: ctx.signal,
    relogin: source.relogin,
    ...(source.logins ? { logins: source.logins } : {}),
  };
}

/** Probes between `setup:` and `teardown:`, which are sent where writes are allowed. */
async function withSetup(
  config: Config | undefined,
  { allowWrites = false }: ProbeCommandOptions,
  subjects: readonly Subject[],
  means: StepMeans,
  probeWith: (prepared: Prepared) => Promise<ProbeResult>,
): Promise<ProbeResult> {
  const { setup = [], teardown = [] } = config ?? {};
  if (!allowWrites) return probeWith({ subjects: withPromises(subjects, setup), variables: {} });
  const cleanUp = (made: Prepared) => tearDown(teardown, made, means);
  const prepared = await prepare(setup, subjects, means, cleanUp);
  const result = await probeWith(prepared).catch(async (error: unknown) => {
    await cleanUp(prepared);
    throw error;
  });
  const leftovers = await cleanUp(prepared);
  return { ...result, leftovers: [...result.leftovers, ...leftovers] };
}
