import type { Config } from '../config/config.js';
import { AuthctlError } from '../errors.js';
import { type AskedRoute, askedRoute } from '../probe/asked-route.js';
import { isAnonymous } from '../probe/expectation.js';
import type { Subject } from '../probe/model.js';
import type { probe } from '../probe/probe.js';
import type { Cell, Reason } from '../probe/result.js';
import { routeKey } from '../probe/route-key.js';
import type { RouteTable } from '../probe/route-table.js';
import { allowedIn, canIReasons, canIRenderer } from '../report/can-i.js';
import { type AccessQuestion, accessQuestion, planOf } from './access-question.js';
import type { CanIOptions } from './can-i-options.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { findAccess } from './find-access.js';
import { MATRIX_FILE } from './matrix-file.js';
import { say } from './print.js';
import { type ApiUnderTest, apiUnderTest } from './probe-api.js';
import type { ProbeCommandOptions } from './probe-options.js';
import { bodyFrom } from './request-body.js';
import { sessionOf } from './session-of.js';

/** What is asked about: a method in upper case, and a path below the API. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

/**
 * Asks for one subject on one route, and answers yes, no or cannot tell.
 *
 * Whoever has no credentials comes along as a control, except where the request may change something.
 *
 * @throws {AuthctlError} `USAGE` for a path that is a template, for a request that would need a permission, or where it
 * is not clear who is meant; what planning and logging in throw.
 */
export async function runCanI(
  ctx: Context,
  asked: Asked,
  options: CanIOptions,
  run: typeof probe,
): Promise<void> {
  requireConcrete(asked);
  const question = await questionFor(ctx, asked, options);
  const subject = await subjectOf(ctx, question, options);
  const alone = { ...question, subjects: [subject] };
  const [planned] = planOf(alone, { subjects: [subject], variables: {} }).cells;
  if (planned?.skip) throw notPermitted(asked, planned.skip);
  const nobody = question.subjects.filter((each) => each !== subject && isAnonymous(each));
  const withControl = { ...question, subjects: [...nobody, subject] };
  const { cells } = await findAccess(ctx, planned?.effect === 'read' ? withControl : alone, run);
  for (const cell of cells) if (cell.subject === subject.name) tell(ctx, cell);
}

function tell(ctx: Context, cell: Cell): void {
  const allowed = allowedIn(cell);
  emit(ctx, canIRenderer, cell, allowed === null ? 'unknown' : allowed ? 'ok' : 'no');
  for (const line of canIReasons(cell)) say(ctx, line);
}

function requireConcrete({ path }: Asked): void {
  if (!path.startsWith('/')) {
    throw new AuthctlError('USAGE', `'${path}' is no path`, {
      hint: 'write it below the API, like /articles/2; the API is named with --api URL',
    });
  }
  const [parameter] = /\{[^}]*\}/.exec(path) ?? [];
  if (parameter === undefined) return;
  throw new AuthctlError('USAGE', `${path} says not which object is meant`, {
    hint: `write a value for ${parameter}; \`authctl probe --only '* ${path}'\` asks for the whole route`,
  });
}

async function questionFor(ctx: Context, asked: Asked, options: CanIOptions): Promise<AccessQuestion> {
  const probeOptions = asProbeOptions(options);
  const { headers, body } = await bodyFrom(ctx, options.data, {});
  const question = await accessQuestion(ctx, probeOptions, async (base, config) => {
    const api = await describedApi(ctx, base, probeOptions, config);
    const route = askedRoute(api, asked.method, asked.path);
    return { ...(body === undefined ? route : withBody(asked, route, { headers, body })), url: api.url };
  });
  const { config } = question;
  // They are for the whole of a probe, not for one request of it.
  const bare = config && { ...config, setup: [], teardown: [], leftOut: [] };
  return { ...question, config: bare };
}

/** Without a description that is named there is nothing to know of a route but what was asked. */
async function describedApi(
  ctx: Context,
  base: string,
  options: ProbeCommandOptions,
  config: Config | undefined,
): Promise<ApiUnderTest> {
  const isDescribed = (options.openapi ?? config?.openapi) !== undefined || (config?.routes.length ?? 0) > 0;
  if (isDescribed) return apiUnderTest(ctx, base, options, config);
  return { url: base, routes: [], policies: new Map(), undescribed: new Set() };
}

function withBody(
  { method, path }: Asked,
  route: AskedRoute,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): RouteTable {
  const key = routeKey(method, path);
  return { ...route, policies: new Map([[key, { params: {}, ...route.policies.get(key), request }]]) };
}

/** The one who is named, else the only one there is, else whoever the current session belongs to. */
async function subjectOf(
  ctx: Context,
  { subjects, config }: AccessQuestion,
  { as, role, server }: CanIOptions,
): Promise<Subject> {
  const named = subjects.filter(
    (subject) => (as === undefined || subject.name === as) && (role === undefined || subject.role === role),
  );
  const isChosen = as !== undefined || role !== undefined;
  const candidates = isChosen ? named : named.filter((subject) => !isAnonymous(subject));
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  const current = isChosen || config?.subjects.length ? undefined : (await sessionOf(ctx, { server })).name;
  const found = candidates.find(({ name }) => name === current);
  if (found) return found;
  const names = (candidates.length === 0 ? subjects : candidates).map(({ name }) => name).join(', ');
  throw new AuthctlError(
    'USAGE',
    candidates.length === 0 ? `there is no such subject: ${as ?? role}` : 'it is not clear who is meant',
    { hint: `name one with --as: ${names}` },
  );
}

function notPermitted({ method, path }: Asked, skip: Reason): AuthctlError {
  const flag = skip === 'delete' ? '--allow-delete' : '--allow-writes';
  return new AuthctlError('USAGE', `${method} ${path} may change something, and asking means sending it`, {
    hint: `send it with ${flag}, to an API where that does no harm`,
  });
}

/** Everything that `can-i` has no option for, as `probe` has it by default. */
const asProbeOptions = ({
  target,
  as: _,
  role: __,
  data: ___,
  ...options
}: CanIOptions): ProbeCommandOptions => ({
  ...options,
  ...{ role: [], as: [], anonymous: true, only: [], exclude: [], tag: [], method: [], report: [] },
  target: target === undefined ? [] : target.split(',').map((host) => host.trim()),
  ...{ checksPer: 'group', matrix: MATRIX_FILE, concurrency: '1' },
});
