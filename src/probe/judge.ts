import type { Answer } from './answer.js';
import type { Answered } from './answered.js';
import type { CallerState } from './controls.js';
import { withDoubt } from './doubt.js';
import type { Evidence, Witness } from './evidence.js';
import { IndexGroups } from './index-groups.js';
import { type Judgement, skipped } from './judgement.js';
import { JudgementColumns } from './judgement-columns.js';
import { judge } from './oracle.js';
import type { Plan, PlannedCell } from './plan.js';
import { routeKey } from './route-key.js';
import type { RunRecord } from './run.js';
import { entriesOf, type Sequence } from './sequence.js';
import { isKnown } from './witness.js';

/**
 * The verdicts on all cells of a run, by index into the plan's cells.
 *
 * @param issuers - origins of the servers that subjects log in at.
 */
export function judgeRun(plan: Plan, record: RunRecord, issuers: readonly string[]): Sequence<Judgement> {
  const witnesses = witnessesIn(plan, record);
  const answerToGet = answersToGet(plan, record);
  const blocked = isBlocked(record);
  const judgements = new JudgementColumns(plan.cells.length);
  for (const [index, cell] of entriesOf(plan.cells)) {
    judgements.set(index, cell.skip === null ? judged(cell, evidenceOf(index, cell)) : skipped(cell.skip));
  }
  return judgements;

  function evidenceOf(index: number, cell: PlannedCell): Evidence {
    const caller = record.callers.get(cell.subject);
    const { answer, effect, consumed } = record.answered.at(index) ?? missing(record);
    return {
      answer,
      anonymous: caller?.anonymous ?? false,
      canary: caller?.canary ?? 'failed',
      unknownRoute: unknownRouteOf(caller, cell),
      witnesses: witnesses(index, cell),
      blocked,
      described: plan.undescribed?.has(routeKey(cell.route.method, cell.route.path)) !== true,
      consumed,
      effect,
      mismatched: cell.mismatched,
      absent: isMeantAbsent(plan, cell),
      asGet: cell.route.method === 'HEAD' ? answerToGet(index, cell) : null,
      decide: cell.decide,
      api: plan.api,
      issuers,
    };
  }
}

function judged({ expected }: PlannedCell, evidence: Evidence): Judgement {
  const judgement = judge(evidence);
  const { answer, witnesses } = evidence;
  if (expected?.verdict !== 'deny' || answer.kind !== 'reply') return judgement;
  return withDoubt({ judgement, reply: answer, witnesses });
}

const missing = ({ stopped }: RunRecord): Answered => ({
  answer: { kind: 'unsent', why: stopped ?? 'interrupted' },
  effect: null,
  consumed: false,
  url: null,
});

/** What a path that cannot exist was answered; where a method may change something, only GET was tried. */
const unknownRouteOf = (caller: CallerState | undefined, { route }: PlannedCell): Answer | null => {
  const { unknownRoutes } = caller ?? {};
  const answers = [unknownRoutes?.get(route.method), unknownRoutes?.get('GET')];
  return answers.find(isKnown) ?? answers[0] ?? null;
};

/** Whether the policy says that nobody may, and that everybody is told that there is nothing: `{ allow: [], deny: 404 }`. */
function isMeantAbsent({ policies }: Plan, { route }: PlannedCell): boolean {
  const policy = policies.get(routeKey(route.method, route.path));
  return Array.isArray(policy?.allow) && policy.allow.length === 0 && policy.deny === 'hidden';
}

/** What the same subject was answered to GET of the same URL, for HEAD. */
function answersToGet(
  { cells, tally }: Plan,
  { answered }: RunRecord,
): (index: number, cell: PlannedCell) => Answer | null {
  if (!tally.readMethods.has('HEAD')) return () => null;
  const alike = new IndexGroups(cells.length);
  for (const [index, { route, subject, url }] of entriesOf(cells)) {
    if (route.method === 'GET' || route.method === 'HEAD') alike.add(index, `${subject.name} ${url}`);
  }
  return (index, { subject, url }) => {
    const get = alike.members(alike.numberOf(index) ?? -1).find((other) => {
      const cell = cells.at(other);
      return cell?.route.method === 'GET' && cell.subject === subject && cell.url === url;
    });
    return (get === undefined ? undefined : answered.at(get)?.answer) ?? null;
  };
}

/** Equal for requests that differ in nothing but who sends them; objects made for single cells are alike. */
const requestKey = ({ route, url, headers, body, setup }: PlannedCell): string =>
  JSON.stringify([route.method, setup === null ? url : route.path, headers, body]);

/** Witnesses of so many requests are at hand: cells of a route are about few. */
const KEPT_REQUESTS = 64;

/** Answers to requests that are the same, but for a rare chance. */
interface AlikeAnswers {
  readonly witnesses: readonly {
    readonly key: string;
    readonly sender: PlannedCell['subject'];
    readonly witness: Witness;
  }[];
  /** Whether they are all to one request indeed. */
  readonly isOne: boolean;
}

/** What others were answered to the very same request as a cell. */
function witnessesIn(
  { cells }: Plan,
  record: RunRecord,
): (index: number, cell: PlannedCell) => readonly Witness[] {
  const alike = new IndexGroups(cells.length);
  for (const [index, cell] of entriesOf(cells)) alike.add(index, requestKey(cell));
  const kept = new Map<number, AlikeAnswers>();

  function ofGroup(group: number): AlikeAnswers {
    const known = kept.get(group);
    if (known) return known;
    const keys = new Set<string>();
    const witnesses = Array.from(alike.members(group)).flatMap((index) => {
      const planned = cells.at(index) as PlannedCell;
      const key = requestKey(planned);
      keys.add(key);
      const witness = witnessOf(planned, record.answered.at(index)?.answer, record);
      return witness ? [{ key, sender: planned.subject, witness }] : [];
    });
    const [oldest] = kept.keys();
    if (kept.size >= KEPT_REQUESTS && oldest !== undefined) kept.delete(oldest);
    const answers = { witnesses, isOne: keys.size === 1 };
    kept.set(group, answers);
    return answers;
  }

  return (index, cell) => {
    const { witnesses, isOne } = ofGroup(alike.numberOf(index) ?? -1);
    const key = isOne ? '' : requestKey(cell);
    return witnesses
      .filter((other) => other.sender !== cell.subject && (isOne || other.key === key))
      .map(({ witness }) => witness);
  };
}

function witnessOf(
  cell: PlannedCell,
  answer: Answer | undefined,
  { callers }: RunRecord,
): Witness | undefined {
  const caller = callers.get(cell.subject);
  if (!caller || !answer) return undefined;
  return {
    subject: cell.subject.name,
    entitled: cell.expected?.verdict !== 'deny' && isTrusted(caller),
    answer,
    unknownRoute: unknownRouteOf(caller, cell),
  };
}

const isTrusted = ({ anonymous, canary }: CallerState): boolean => anonymous || canary === 'ok';

/** Whether every answer of the run is 403, to cells and canaries alike: then something before the API refuses. */
function isBlocked({ answered, callers }: RunRecord): boolean {
  let replies = 0;
  for (const answer of answersIn(answered, callers.values())) {
    if (answer?.kind !== 'reply') continue;
    if (answer.status !== 403) return false;
    replies += 1;
  }
  return replies > 0;
}

function* answersIn(
  answered: RunRecord['answered'],
  callers: Iterable<CallerState>,
): Generator<Answer | undefined> {
  for (const { canaryAnswers } of callers) yield* canaryAnswers;
  for (const each of answered) yield each?.answer;
}
