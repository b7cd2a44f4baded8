import type { Config } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import { serverAddress } from '../login/server-address.js';
import type { Subject } from '../probe/model.js';
import { type Plan, planProbe } from '../probe/plan.js';
import { leastPrivilegedFirst } from '../probe/privilege-order.js';
import { answerOf, type probe } from '../probe/probe.js';
import { selectRoutes, selectSubjects } from '../probe/select.js';
import { requireTarget } from '../probe/target.js';
import { probeRenderer } from '../report/probe.js';
import { announcement, planRenderer } from '../report/probe-plan.js';
import { loginCommand } from '../session/login-command.js';
import { configurationOf } from './configuration.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { say } from './print.js';
import { type ApiUnderTest, apiUnderTest } from './probe-api.js';
import { limitsOf, type ProbeCommandOptions } from './probe-options.js';
import { progressLine } from './probe-progress.js';
import { wantedReports, writeReports } from './probe-reports.js';
import {
  anonymous,
  configuredSubjects,
  type SubjectSource,
  sessionsAt,
  storedSubjects,
} from './probe-subjects.js';
import { sessionOf } from './session-of.js';

const exits = { yes: 'ok', no: 'no', unknown: 'unknown' } as const;

/** Plans, says what will happen, logs subjects in, probes, prints. Nothing is sent before all of it is known to be sound. */
export async function runProbe(ctx: Context, options: ProbeCommandOptions, run: typeof probe): Promise<void> {
  const reports = wantedReports(options.report);
  const config = await configurationOf(ctx, options.config);
  const base = await addressOf(ctx, options, config);
  requireTarget(base, [...options.target, ...named(config?.api), ...named(config?.server)]);
  const limits = limitsOf(options, base);
  const source = await subjectSource(ctx, options, config, base, limits.timeoutMs);
  const wanted = selectSubjects([...(options.anonymous ? [anonymous] : []), ...source.subjects], {
    roles: options.role,
    names: options.as,
  });
  const api = await apiUnderTest(ctx, base, options, config);
  const ordered = leastPrivilegedFirst(wanted, config?.roles ?? [], api);
  const sketch = planOf(api, options, ordered);
  if (options.dryRun) return emit(ctx, planRenderer, sketch);
  say(ctx, announcement(sketch));
  const plan = planOf(api, options, await loggedIn(source, ordered));
  const line = progressLine(ctx);
  const result = await run(
    plan,
    {
      http: await ctx.ports.http(),
      sleep: ctx.ports.sleep,
      randomId: ctx.ports.randomId,
      now: ctx.now,
      signal: ctx.signal,
      relogin: source.relogin,
    },
    {
      limits,
      issuers: named(config?.server).map((server) => new URL(server).origin),
      ...(line.update ? { progress: line.update } : {}),
    },
  );
  line.clear();
  emit(ctx, probeRenderer, result, exits[answerOf(result)]);
  await writeReports(ctx, reports, result);
}

const named = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

function planOf(api: ApiUnderTest, options: ProbeCommandOptions, subjects: readonly Subject[]): Plan {
  const routes = selectRoutes(api.routes, options);
  const { url, policies, undescribed } = api;
  return planProbe({ api: url, routes, subjects, policies, undescribed });
}

/** The API's address: named on the command line or in the configuration, else where the session was stored. */
async function addressOf(
  ctx: Context,
  { api, server, role, as }: ProbeCommandOptions,
  config: Config | undefined,
): Promise<string> {
  const address = api ?? server ?? config?.api ?? config?.server;
  if (address !== undefined) return serverAddress(address, true);
  const known = (name: string): boolean => name !== anonymous.name;
  const session = await sessionOf(ctx, { as: as.find(known), role: role.find(known) });
  if (session.server !== '') return session.server;
  throw new AuthctlError('USAGE', `nothing says which API the token in ${session.name} is for`, {
    hint: 'name it with --api URL',
  });
}

async function subjectSource(
  ctx: Context,
  options: ProbeCommandOptions,
  config: Config | undefined,
  base: string,
  timeoutMs: number,
): Promise<SubjectSource> {
  if (config && config.subjects.length > 0) return configuredSubjects(ctx, config, base, timeoutMs);
  const server = options.server ?? config?.server ?? base;
  const sessions =
    ctx.env.AUTHCTL_TOKEN || ctx.env.AUTHCTL_TOKEN_FILE
      ? [await sessionOf(ctx, { server })]
      : await sessionsAt(ctx, serverAddress(server, true));
  const anonymousOnly = [...options.role, ...options.as].some((name) => name === anonymous.name);
  if (sessions.length === 0 && !anonymousOnly) {
    throw new AuthctlError('NOT_LOGGED_IN', `not logged in at ${server}`, {
      hint: `log in with \`${loginCommand({ server })} --username NAME\`; without a login: --as ${anonymous.name}`,
    });
  }
  return storedSubjects(ctx, sessions);
}

/** Logins come before any other request, one after the other: some servers lock accounts on a burst. */
async function loggedIn(source: SubjectSource, subjects: readonly Subject[]): Promise<readonly Subject[]> {
  const ready: Subject[] = [];
  for (const subject of subjects) ready.push(subject === anonymous ? subject : await source.logIn(subject));
  return ready;
}
