import type { Waiver } from '../config/probe-config.js';
import { type Budget, createBudget } from './budget.js';
import { checkBench } from './checks/check-bench.js';
import { checkFindings } from './checks/check-findings.js';
import { type CheckWish, runChecks } from './checks/checks.js';
import { coverageOf, isTooLittle } from './coverage.js';
import type { Earlier } from './earlier.js';
import { createExchange } from './exchange.js';
import { failsByItself } from './finding-classes.js';
import { findingsOf } from './findings.js';
import { judgedCells } from './judged-cells.js';
import type { Subject } from './model.js';
import { parityFindings } from './parity.js';
import type { Plan } from './plan.js';
import type { Limits, ProbePorts } from './ports.js';
import type { Cell, Check, Outcome, ProbedSubject, ProbeResult, ProbeSummary } from './result.js';
import { type Progress, type RunJournal, type RunRecord, runPlan } from './run.js';
import type { Sequence } from './sequence.js';
import { applyWaivers, waivedCells } from './waivers.js';

/** How to carry out a plan. */
export interface ProbeOptions {
  readonly limits: Limits;
  /** Origins of the authorization servers that subjects log in at: a redirect there is a denial. */
  readonly issuers: readonly string[];
  readonly progress?: Progress;
  readonly waivers?: readonly Waiver[];
  /** Absent: nothing but who reaches what. */
  readonly checks?: CheckWish | undefined;
  /** What may be sent, where that is shared with what comes before the run. */
  readonly budget?: Budget;
  /** Least share of routes, in percent, that has to be settled. */
  readonly failUnder?: number | undefined;
  /** Where the run is written down while it goes on. */
  readonly journal?: ProbeJournal | undefined;
  /** What an earlier part of the run was answered. */
  readonly earlier?: Earlier | undefined;
}

export interface ProbeJournal extends RunJournal {
  /** Everything was asked that will be. */
  end(record: RunRecord, subjects: readonly Subject[], checks: readonly Check[]): void;
}

/**
 * Carries out a plan: sends its requests, judges what was answered, compares that with what was meant.
 *
 * Never throws on account of the API: what could not be found out is in the result as `inconclusive`, with its reason.
 */
export async function probe(plan: Plan, ports: ProbePorts, options: ProbeOptions): Promise<ProbeResult> {
  const budget = options.budget ?? createBudget(options.limits.maxRequests);
  const record = await runPlan(plan, ports, { ...options, budget });
  const cells = judgedCells(plan, record, options.issuers);
  const exchange = createExchange(ports, options.limits, budget);
  const checks =
    record.stopped === null && options.checks
      ? await runChecks(checkBench({ plan, cells, exchange, ports }, record), options.checks)
      : [];
  const ended = { ...record, stopped: record.stopped ?? exchange.stopped() };
  options.journal?.end(ended, plan.subjects, checks);
  return resultOf({ plan, record: ended, checks, cells }, options, ports.now());
}

/** A run that is over. */
export interface EndedProbe {
  readonly plan: Plan;
  readonly record: RunRecord;
  readonly checks: readonly Check[];
  /** Default: judged now. */
  readonly cells?: Sequence<Cell>;
}

/**
 * Judges what was answered, and compares that with what was meant.
 *
 * @param now - seconds since the epoch, for waivers that expire.
 */
export function resultOf(
  { plan, record, checks, cells: judged }: EndedProbe,
  { issuers, waivers: accepted = [], failUnder }: Pick<ProbeOptions, 'issuers' | 'waivers' | 'failUnder'>,
  now: number,
): ProbeResult {
  const cells = judged ?? judgedCells(plan, record, issuers);
  const found = [
    ...findingsOf(plan, cells),
    ...parityFindings(plan, cells),
    ...checkFindings(plan.api, checks),
  ];
  const { findings, waivers } = applyWaivers(found, accepted, now);
  return {
    api: plan.api,
    complete: record.stopped === null,
    stopped: record.stopped,
    policy: policyOf(plan),
    subjects: plan.subjects.map((subject) => probedSubject(subject, record)),
    routes: plan.routes.map(({ method, path, declared, source, at }) => ({
      method,
      path,
      declared: declared.kind,
      source,
      ...(at ? { at } : {}),
    })),
    cells,
    findings,
    checks,
    coverage: coverageOf(plan, cells, failUnder),
    waivers,
    drift: [],
    leftovers: record.leftovers,
    summary: summaryOf(cells, waivedCells(findings)),
  };
}

function policyOf({ policies, tally }: Plan): ProbeResult['policy'] {
  if ([...policies.values()].some(({ allow }) => allow !== undefined)) return 'policy';
  return tally.expects ? 'declared' : 'none';
}

function probedSubject(subject: Subject, record: RunRecord): ProbedSubject {
  return {
    name: subject.name,
    role: subject.role,
    credential: credentialName(subject),
    canary: canaryOf(subject, record),
    ...(subject.twinOf === undefined ? {} : { twinOf: subject.twinOf }),
  };
}

/** Where several processes tried it, the worst. */
function canaryOf({ name }: Subject, { callers }: RunRecord): ProbedSubject['canary'] {
  const states = [...callers].flatMap(([subject, { canary }]) => (subject.name === name ? [canary] : []));
  if (states.includes('failed')) return 'failed';
  return states.includes('ok') ? 'ok' : 'none';
}

function credentialName({ credential }: Subject): ProbedSubject['credential'] {
  if (credential === undefined) return 'none';
  return credential.kind === 'composed' ? 'header' : credential.kind;
}

function summaryOf(cells: Sequence<Cell>, waived: ReadonlySet<number>): ProbeSummary {
  const counts: Record<Outcome, number> = {
    'as-expected': 0,
    violation: 0,
    drift: 0,
    inconclusive: 0,
    skipped: 0,
    observed: 0,
  };
  for (const { outcome } of cells) counts[outcome] += 1;
  const accepted = [...waived].filter((index) => cells.at(index)?.outcome === 'violation').length;
  return {
    cells: cells.length,
    asExpected: counts['as-expected'],
    violations: counts.violation - accepted,
    waived: accepted,
    drift: counts.drift,
    skipped: counts.skipped,
    inconclusive: counts.inconclusive,
    observed: counts.observed,
  };
}

/**
 * How a run answers the question it was asked: `no` where access differs from what was meant or less was settled than
 * was asked for, which wins over `unknown`:
 * cells that stayed inconclusive, a run that ended early, or one that tested nothing.
 */
export function answerOf(result: ProbeResult): 'yes' | 'no' | 'unknown' {
  const { summary, complete, coverage, findings, drift } = result;
  const accepted = findings.some((finding) => failsByItself(finding.class) && finding.waived === null);
  if (summary.violations > 0 || drift.length > 0 || accepted || isTooLittle(coverage)) return 'no';
  const tested = summary.asExpected + summary.observed + summary.waived;
  const open =
    summary.inconclusive + result.checks.filter(({ verdict }) => verdict === 'inconclusive').length;
  return complete && open === 0 && tested > 0 ? 'yes' : 'unknown';
}
