import { hash } from 'node:crypto';
import type { ApiObject, Decide, Waiver } from '../../config/probe-config.js';
import type { RunScope } from '../matrix/drift.js';
import type { RoutePolicy, Subject } from '../model.js';
import type { Permission, Question } from '../plan.js';

/** How answers are judged, as far as the plan does not say it. */
export interface JudgedBy {
  readonly issuers: readonly string[];
  readonly waivers: readonly Waiver[];
  readonly failUnder: number | null;
  /** What was chosen to be asked. */
  readonly scope: RunScope;
}

/** One line of a journal's plan. Holds no credential, and nothing of what only an owner's objects hold. */
export type PlanLine =
  | {
      readonly asked: Pick<Question, 'api'> & {
        readonly permission: Permission;
        readonly decide: Decide;
        readonly objects: readonly ApiObject[];
        readonly undescribed: readonly string[] | null;
        readonly leftOut: readonly string[];
        readonly awaited: readonly string[];
      };
    }
  | { readonly subject: Subject }
  | { readonly route: Question['routes'][number] }
  | { readonly policyOf: string; readonly policy: RoutePolicy };

const READS: Permission = { writes: false, deletes: false };

/** A question as lines: first what is asked at all, then who asks, on which routes, and what is meant of them. */
export function* planLines(question: Question): Generator<PlanLine> {
  const {
    api,
    permission = READS,
    decide = {},
    objects = [],
    undescribed,
    leftOut = [],
    awaited = [],
  } = question;
  yield {
    asked: {
      ...{ api, permission, decide },
      objects: objects.map(({ marker: _, ...object }) => object),
      undescribed: undescribed ? [...undescribed] : null,
      leftOut: [...leftOut],
      awaited: [...awaited],
    },
  };
  for (const { credential: _, unavailable: __, ...subject } of question.subjects) {
    yield { subject: { ...subject, credential: undefined } };
  }
  for (const route of question.routes) yield { route };
  for (const [policyOf, { marker: _, ...policy }] of question.policies) {
    yield { policyOf, policy: withoutSecretHeaders(policy) };
  }
}

/** Header fields whose values a configuration may keep secret. */
const SECRET_HEADER = /authorization|cookie|token|key|secret|csrf|xsrf/i;

function withoutSecretHeaders(policy: RoutePolicy): RoutePolicy {
  const { headers } = policy.request ?? {};
  if (headers === undefined) return policy;
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    SECRET_HEADER.test(name) ? '***' : value,
  ]);
  return { ...policy, request: { ...policy.request, headers: Object.fromEntries(shown) } };
}

/** @param lines - all of a plan, in any order. */
export function questionIn(lines: Iterable<PlanLine>): Question {
  let question: Question = { api: '', routes: [], subjects: [], policies: new Map() };
  const [routes, subjects] = [[] as Question['routes'][number][], [] as Subject[]];
  const policies = new Map<string, RoutePolicy>();
  for (const line of lines) {
    if ('asked' in line) {
      const { undescribed, leftOut, awaited, ...asked } = line.asked;
      question = { ...question, ...asked, leftOut: new Set(leftOut), awaited: new Set(awaited) };
      if (undescribed) question = { ...question, undescribed: new Set(undescribed) };
    } else if ('subject' in line) subjects.push(line.subject);
    else if ('route' in line) routes.push(line.route);
    else policies.set(line.policyOf, line.policy);
  }
  return { ...question, routes, subjects, policies };
}

/** Equal for plans that ask the same in the same way, wherever their files lie. */
export function planDigest(lines: Iterable<PlanLine>): string {
  const digests = Array.from(lines, (line) => hash('sha256', comparable(line)));
  return hash('sha256', digests.join(''));
}

const comparable = (line: PlanLine): string => JSON.stringify(line, withoutPositions);

/** Where something stands in a file does not count. */
const withoutPositions = (key: string, value: unknown): unknown =>
  (key === 'at' && typeof value === 'object') || key === 'source' ? undefined : value;

/** How two plans differ, in words, the first few things; empty where they do not. */
export function planDifference(before: Iterable<PlanLine>, now: Iterable<PlanLine>): readonly string[] {
  const [old, fresh] = [byName(before), byName(now)];
  const gone = [...old.keys()].filter((name) => !fresh.has(name)).map((name) => `${name} is gone`);
  const added = [...fresh.keys()].filter((name) => !old.has(name)).map((name) => `${name} is new`);
  const changed = [...fresh]
    .filter(([name, text]) => old.has(name) && old.get(name) !== text)
    .map(([name]) => `${name} is another`);
  return [...gone, ...added, ...changed];
}

const byName = (lines: Iterable<PlanLine>): ReadonlyMap<string, string> =>
  new Map(Array.from(lines, (line) => [nameOf(line), comparable(line)]));

function nameOf(line: PlanLine): string {
  if ('asked' in line) return 'what is asked (the address, `decide:`, `objects:` or what may be sent)';
  if ('subject' in line) return `subject '${line.subject.name}'`;
  if ('route' in line) return `route ${line.route.method} ${line.route.path}`;
  return `the policy of ${line.policyOf}`;
}
