import { earlierIn } from '../probe/earlier.js';
import type { ProbePorts } from '../probe/ports.js';
import { type Prepared, prepare, type StepMeans, tearDown, withPromises } from '../probe/prepare.js';
import type { ProbeOptions, probe } from '../probe/probe.js';
import type { ProbeResult } from '../probe/result.js';
import { type AccessQuestion, planOf } from './access-question.js';
import type { Context } from './context.js';
import type { KeptRun } from './probe-journal.js';
import { progressLine } from './probe-progress.js';
import { loggedIn } from './probe-source.js';
import type { SubjectSource } from './probe-subjects.js';

/** What a probe is to do besides asking who reaches what. */
export interface Besides extends Pick<ProbeOptions, 'checks' | 'failUnder'> {
  /** Where the run is written down. */
  readonly kept?: KeptRun | undefined;
}

/** Logs subjects in, makes what `setup:` says, probes, and cleans up; says meanwhile how far it is. */
export async function findAccess(
  ctx: Context,
  question: AccessQuestion,
  run: typeof probe,
  { kept, ...besides }: Besides = {},
): Promise<ProbeResult> {
  const { config, limits, budget, source, api } = question;
  const ports = await portsOf(ctx, source);
  const subjects = await loggedIn(source, question.subjects);
  const line = progressLine(ctx);
  const probeWith = (prepared: Prepared): Promise<ProbeResult> => {
    const plan = planOf(question, prepared);
    return run(plan, ports, {
      ...besides,
      ...{ limits, budget, waivers: config?.waivers ?? [], issuers: issuersOf(question) },
      ...(line.update ? { progress: line.update } : {}),
      ...(kept ? { journal: kept.writer } : {}),
      ...(kept?.ended ? { earlier: earlierIn(plan, kept.ended) } : {}),
    });
  };
  const means = { api: api.url, ports, limits, budget };
  const result = await withSetup(question, subjects, means, probeWith, kept);
  kept?.writer.close();
  line.clear();
  return result;
}

/** Origins of the authorization servers that subjects log in at. */
export const issuersOf = ({ config }: Pick<AccessQuestion, 'config'>): readonly string[] =>
  config?.server === undefined ? [] : [new URL(config.server).origin];

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
  { config, options: { allowWrites = false } }: AccessQuestion,
  subjects: AccessQuestion['subjects'],
  means: StepMeans,
  probeWith: (prepared: Prepared) => Promise<ProbeResult>,
  kept: KeptRun | undefined,
): Promise<ProbeResult> {
  const { setup = [], teardown = [] } = config ?? {};
  if (!allowWrites) return probeWith({ subjects: withPromises(subjects, setup), variables: {} });
  const cleanUp = (made: Prepared) => tearDown(teardown, made, means);
  const prepared = kept?.prepared(subjects) ?? (await prepare(setup, subjects, means, cleanUp));
  kept?.made(prepared);
  const result = await probeWith(prepared).catch(async (error: unknown) => {
    await cleanUp(prepared);
    throw error;
  });
  const leftovers = await cleanUp(prepared);
  return { ...result, leftovers: [...result.leftovers, ...leftovers] };
}
