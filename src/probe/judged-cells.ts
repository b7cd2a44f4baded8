import type { Answered } from './answered.js';
import { outcomeOf } from './compare.js';
import { judgeRun } from './judge.js';
import type { Judgement } from './judgement.js';
import type { Plan, PlannedCell } from './plan.js';
import type { Cell } from './result.js';
import type { RunRecord } from './run.js';
import { type Sequence, sequenceOf } from './sequence.js';

/**
 * The judged cells of a run, by index into the plan's. Judged once and put together whenever they are asked for.
 *
 * @param issuers - origins of the servers that subjects log in at.
 */
export function judgedCells(plan: Plan, record: RunRecord, issuers: readonly string[]): Sequence<Cell> {
  const judgements = judgeRun(plan, record, issuers);
  return sequenceOf(plan.cells.length, (index) =>
    cellOf(plan.cells.at(index) as PlannedCell, record.answered.at(index), judgements.at(index) as Judgement),
  );
}

const NONE: readonly string[] = [];

function cellOf(planned: PlannedCell, answered: Answered | undefined, judgement: Judgement): Cell {
  const { route, subject, relation, expected } = planned;
  const answer = answered?.answer;
  const reply = answer?.kind === 'reply' ? answer : undefined;
  const exposes = reply?.body.exposes ?? NONE;
  const { verdict, kind, reason, confidence, notes } = judgement;
  return {
    method: route.method,
    path: route.path,
    url: answered?.url ?? planned.url,
    subject: subject.name,
    role: subject.role,
    relation,
    verdict,
    kind,
    reason,
    status: reply?.status ?? null,
    attempts: answer === undefined || answer.kind === 'unsent' ? 0 : answer.attempts,
    expected,
    outcome: outcomeOf({ verdict, kind, expected, exposes }),
    confidence,
    durationMs: reply?.durationMs ?? 0,
    exposes: verdict === 'allow' ? exposes : NONE,
    notes: subject.unavailable === undefined ? notes : [...notes, subject.unavailable],
  };
}
