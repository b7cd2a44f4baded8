import type { Answer } from './answer.js';
import { outcomeOf } from './compare.js';
import { isAnonymous } from './expectation.js';
import { findingsOf } from './findings.js';
import { judgeRun } from './judge.js';
import type { Cell, Outcome, ProbedSubject, ProbeResult, ProbeSummary, Subject } from './model.js';
import type { Judgement } from './oracle.js';
import type { Plan, PlannedCell } from './plan.js';
import type { Limits, ProbePorts } from './ports.js';
import { type Progress, type RunRecord, runPlan } from './run.js';

/** How to carry out a plan. */
export interface ProbeOptions {
  readonly limits: Limits;
  /** Origins of the authorization servers that subjects log in at: a redirect there is a denial. */
  readonly issuers: readonly string[];
  readonly progress?: Progress;
}

/**
 * Carries out a plan: sends its requests, judges what was answered, compares that with what was meant.
 *
 * Never throws on account of the API: what could not be found out is in the result as `inconclusive`, with its reason.
 */
export async function probe(plan: Plan, ports: ProbePorts, options: ProbeOptions): Promise<ProbeResult> {
  const record = await runPlan(plan, ports, options.limits, options.progress ?? (() => undefined));
  const judgements = judgeRun(plan, record, options.issuers);
  const cells = plan.cells.map((planned, index) =>
    cellOf(planned, record.answers[index], judgements[index] as Judgement),
  );
  return {
    api: plan.api,
    complete: record.stopped === null,
    stopped: record.stopped,
    policy: policyOf(plan),
    subjects: plan.subjects.map((subject) => probedSubject(subject, record)),
    routes: plan.routes.map(({ method, path, declared, source }) => ({
      method,
      path,
      declared: declared.kind,
      source,
    })),
    cells,
    findings: findingsOf(plan, cells),
    summary: summaryOf(cells),
  };
}

function cellOf(planned: PlannedCell, answer: Answer | undefined, judgement: Judgement): Cell {
  const { route, subject, url, relation, expected } = planned;
  const reply = answer?.kind === 'reply' ? answer : undefined;
  const { verdict, kind, reason, confidence, notes } = judgement;
  return {
    method: route.method,
    path: route.path,
    url,
    subject: subject.name,
    role: subject.role,
    relation,
    verdict,
    kind,
    reason,
    status: reply?.status ?? null,
    attempts: answer === undefined || answer.kind === 'unsent' ? 0 : answer.attempts,
    expected,
    outcome: outcomeOf({ verdict, kind, expected }),
    confidence,
    durationMs: reply?.durationMs ?? 0,
    notes: subject.unavailable === undefined ? notes : [...notes, subject.unavailable],
  };
}

function policyOf({ policies, cells }: Plan): ProbeResult['policy'] {
  if (policies.size > 0) return 'policy';
  return cells.some(({ expected }) => expected !== null) ? 'declared' : 'none';
}

function probedSubject(subject: Subject, record: RunRecord): ProbedSubject {
  return {
    name: subject.name,
    role: subject.role,
    credential: isAnonymous(subject) ? 'none' : (subject.credential?.kind ?? 'none'),
    canary: record.callers.get(subject)?.canary ?? 'none',
  };
}

function summaryOf(cells: readonly Cell[]): ProbeSummary {
  const count = (outcome: Outcome): number => cells.filter((cell) => cell.outcome === outcome).length;
  return {
    cells: cells.length,
    asExpected: count('as-expected'),
    violations: count('violation'),
    drift: count('drift'),
    skipped: count('skipped'),
    inconclusive: count('inconclusive'),
    observed: count('observed'),
  };
}

/**
 * How a run answers the question it was asked: `no` where access differs from what was meant, which wins over `unknown`:
 * cells that stayed inconclusive, a run that ended early, or one that tested nothing.
 */
export function answerOf({ summary, complete }: ProbeResult): 'yes' | 'no' | 'unknown' {
  if (summary.violations > 0 || summary.drift > 0) return 'no';
  const tested = summary.asExpected + summary.observed;
  return complete && summary.inconclusive === 0 && tested > 0 ? 'yes' : 'unknown';
}
