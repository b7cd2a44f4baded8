import type { Answer } from './answer.js';
import type { Caller } from './controls.js';
import type { Evidence, Witness } from './evidence.js';
import type { Judgement } from './judgement.js';
import { judge } from './oracle.js';
import type { Plan, PlannedCell } from './plan.js';
import { routeKey } from './route-key.js';
import type { RunRecord } from './run.js';

/**
 * The verdicts on all cells of a run, by index into the plan's cells.
 *
 * @param issuers - origins of the servers that subjects log in at.
 */
export function judgeRun(plan: Plan, record: RunRecord, issuers: readonly string[]): readonly Judgement[] {
  const alike = groupByRequest(plan.cells);
  const blocked = isBlocked(record);
  return plan.cells.map((cell, index) => {
    if (cell.skip !== null) {
      return { verdict: 'skipped', kind: null, reason: cell.skip, confidence: null, notes: [] };
    }
    const caller = record.callers.get(cell.subject);
    const evidence: Evidence = {
      answer: record.answers[index] ?? { kind: 'unsent', why: record.stopped ?? 'interrupted' },
      anonymous: caller?.anonymous ?? false,
      canary: caller?.canary ?? 'failed',
      unknownRoute: unknownRouteOf(caller, cell),
      witnesses: (alike.get(requestKey(cell)) ?? [])
        .filter((other) => plan.cells[other]?.subject !== cell.subject)
        .flatMap((other) => witnessOf(plan.cells[other], record.answers[other], record)),
      blocked,
      described: plan.undescribed?.has(routeKey(cell.route.method, cell.route.path)) !== true,
      consumed: record.consumed.has(index),
      effect: record.effects.get(index) ?? null,
      mismatched: cell.mismatched,
      absent: isMeantAbsent(plan, cell),
      asGet: cell.route.method === 'HEAD' ? (answerToGet(plan, record, cell) ?? null) : null,
      decide: cell.decide,
      api: plan.api,
      issuers,
    };
    return judge(evidence);
  });
}

/** What a path that cannot exist was answered; where a method may change something, only GET was tried. */
const unknownRouteOf = (caller: Caller | undefined, { route }: PlannedCell): Answer | null =>
  caller?.unknownRoutes.get(route.method) ?? caller?.unknownRoutes.get('GET') ?? null;

/** Whether the policy says that nobody may, and that everybody is told that there is nothing: `{ allow: [], deny: 404 }`. */
function isMeantAbsent({ policies }: Plan, { route }: PlannedCell): boolean {
  const policy = policies.get(routeKey(route.method, route.path));
  return Array.isArray(policy?.allow) && policy.allow.length === 0 && policy.deny === 'hidden';
}

/** What the same subject was answered to GET of the same URL. */
const answerToGet = ({ cells }: Plan, { answers }: RunRecord, { subject, url }: PlannedCell) =>
  answers[
    cells.findIndex((other) => other.route.method === 'GET' && other.subject === subject && other.url === url)
  ];

/** Equal for requests that differ in nothing but who sends them; objects made for single cells are alike. */
const requestKey = ({ route, url, headers, body, setup }: PlannedCell): string =>
  JSON.stringify([route.method, setup === null ? url : route.path, headers, body]);

function groupByRequest(cells: readonly PlannedCell[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, cell] of cells.entries()) {
    const key = requestKey(cell);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}

function witnessOf(cell: PlannedCell | undefined, answer: Answer | undefined, record: RunRecord): Witness[] {
  const caller = cell && record.callers.get(cell.subject);
  if (!cell || !caller || !answer) return [];
  return [
    {
      subject: cell.subject.name,
      entitled: cell.expected?.verdict !== 'deny' && isTrusted(caller),
      answer,
      unknownRoute: unknownRouteOf(caller, cell),
    },
  ];
}

const isTrusted = ({ anonymous, canary }: Caller): boolean => anonymous || canary === 'ok';

/** Whether every answer of the run is 403, to cells and canaries alike: then something before the API refuses. */
function isBlocked({ answers, callers }: RunRecord): boolean {
  const canaries = [...callers.values()].flatMap(({ canaryAnswers }) => canaryAnswers);
  const replies = [...answers, ...canaries].filter((answer) => answer?.kind === 'reply');
  return replies.length > 0 && replies.every((answer) => answer?.kind === 'reply' && answer.status === 403);
}
