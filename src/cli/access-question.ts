import type { Config } from '../config/config.js';
import { type Budget, createBudget } from '../probe/budget.js';
import { questionOfShard } from '../probe/journal/read-journal.js';
import { readShard, type Shard } from '../probe/journal/shard.js';
import { leftOutRoutes } from '../probe/left-out.js';
import type { Subject } from '../probe/model.js';
import { type Plan, planProbe, type Question } from '../probe/plan.js';
import type { Limits } from '../probe/ports.js';
import type { Prepared } from '../probe/prepare.js';
import { leastPrivilegedFirst } from '../probe/privilege-order.js';
import { selectRoutes, selectSubjects } from '../probe/select.js';
import { requireTarget } from '../probe/target.js';
import { withAuthFile } from './auth-file.js';
import { configurationOf } from './configuration.js';
import type { Context } from './context.js';
import { addressOf } from './probe-address.js';
import { type ApiUnderTest, apiUnderTest } from './probe-api.js';
import { limitsOf, type ProbeCommandOptions } from './probe-options.js';
import { subjectSource } from './probe-source.js';
import { anonymous, type SubjectSource } from './probe-subjects.js';

/** Who is to be asked for on which routes of which API, and how: all that is known before anybody logs in. */
export interface AccessQuestion {
  readonly options: ProbeCommandOptions;
  readonly config: Config | undefined;
  readonly api: ApiUnderTest;
  /** Least privileged first. */
  readonly subjects: readonly Subject[];
  readonly source: SubjectSource;
  readonly limits: Limits;
  readonly budget: Budget;
  /** The part that this process asks; null for all of it. */
  readonly shard: Shard | null;
}

/** Finds the routes of the API at an address. */
export type ApiFinder = (base: string, config: Config | undefined) => Promise<ApiUnderTest>;

/**
 * Reads what options and configuration say of a probe. Sends nothing but what it takes to find the API's description.
 *
 * @param apiOf - default: the routes of the description and of the configuration.
 * @throws {AuthctlError} `USAGE`, `CONFIG_INVALID`, `NOT_LOGGED_IN`, and what fetching a description throws.
 */
export async function accessQuestion(
  ctx: Context,
  options: ProbeCommandOptions,
  apiOf: ApiFinder = (base, config) => apiUnderTest(ctx, base, options, config),
): Promise<AccessQuestion> {
  const shard = readShard(options.shard, options.shardCount, ctx.env) ?? null;
  const configured = await withAuthFile(ctx, options, await configurationOf(ctx, options.config));
  const base = await addressOf(ctx, options, configured);
  requireTarget(base, [...options.target, ...named(configured?.api), ...named(configured?.server)]);
  const config = configured && {
    ...configured,
    ...(options.server === undefined ? {} : { server: options.server }),
  };
  const limits = limitsOf(options, base);
  const source = await subjectSource(ctx, options, config, base, limits.timeoutMs);
  const wanted = selectSubjects([...(options.anonymous ? [anonymous] : []), ...source.subjects], {
    roles: options.role,
    names: options.as,
  });
  const api = await apiOf(base, config);
  const subjects = leastPrivilegedFirst(wanted, config?.roles ?? [], api);
  const budget = createBudget(limits.maxRequests);
  return { options, config, api, subjects, source, limits, budget, shard };
}

/**
 * What is to be sent.
 *
 * @throws {AuthctlError} `USAGE` for a filter that matches nothing, `CONFIG_INVALID` for requests that lack something.
 */
export const planOf = (question: AccessQuestion, prepared: Prepared): Plan =>
  planProbe(questionOfShard(wholeQuestion(question, prepared), question.shard));

/** The same for all shards of a run together. @throws {AuthctlError} `USAGE` for a filter that matches nothing. */
export function wholeQuestion({ options, config, api }: AccessQuestion, prepared: Prepared): Question {
  const { url, policies, undescribed } = api;
  const { objects = [], decide = {}, leftOut = [], setup = [] } = config ?? {};
  return {
    ...prepared,
    ...{ api: url, policies, undescribed, objects, decide },
    routes: selectRoutes(api.routes, options),
    permission: { writes: options.allowWrites ?? false, deletes: options.allowDelete ?? false },
    awaited: new Set(setup.flatMap(({ capture }) => Object.keys(capture))),
    leftOut: leftOutRoutes(api.routes, leftOut),
  };
}

const named = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
