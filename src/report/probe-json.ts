import type { Expectation } from '../probe/model.js';
import type { Cell, Check, Finding, ProbeResult } from '../probe/result.js';
import { driftJson } from './drift.js';

/** The document of `probe --json`, without its `schema` field: its names and their order are promised to scripts. */
export function probeJson({
  complete,
  stopped,
  subjects,
  routes,
  cells,
  findings,
  checks,
  coverage,
  waivers,
  drift,
  leftovers,
  summary,
}: ProbeResult): object {
  return {
    complete,
    stopped,
    subjects: subjects.map(({ name, role, credential, canary, twinOf }) => ({
      ...{ name, role, credential, canary },
      ...(twinOf === undefined ? {} : { twinOf }),
    })),
    routes: routes.map(({ method, path, declared, source }) => ({ method, path, declared, source })),
    cells: Array.from(cells, cellJson),
    findings: findings.map(findingJson),
    checks: checks.map(checkJson),
    coverage: coverageJson(coverage),
    waivers: waivers.map(({ finding, reason, until, state, source }) => ({
      finding,
      reason,
      until,
      state,
      source,
    })),
    drift: driftJson(drift),
    leftovers,
    summary: summaryJson(summary),
  };
}

/** One cell; also a line of the `ndjson` report. */
export function cellJson(cell: Cell): object {
  return {
    method: cell.method,
    path: cell.path,
    url: cell.url,
    subject: cell.subject,
    role: cell.role,
    relation: cell.relation,
    verdict: cell.verdict,
    kind: cell.kind,
    reason: cell.reason,
    status: cell.status,
    attempts: cell.attempts,
    expected: expectedJson(cell.expected),
    outcome: cell.outcome,
    confidence: cell.confidence,
    durationMs: cell.durationMs,
    exposes: cell.exposes,
    notes: cell.notes,
  };
}

/** As it is written in `authctl.yaml`: `allow`, `deny`, `any`, or `deny: 403`. */
function expectedJson(expected: Expectation | null): string | null {
  if (expected === null) return null;
  return expected.verdict === 'deny' && expected.kind !== undefined
    ? `deny: ${expected.kind}`
    : expected.verdict;
}

function findingJson(finding: Finding): object {
  return {
    id: finding.id,
    class: finding.class,
    severity: finding.severity,
    confidence: finding.confidence,
    cwe: finding.cwe,
    owasp: finding.owasp,
    cells: finding.cells,
    checks: finding.checks ?? [],
    message: finding.message,
    waived: finding.waived,
    repeat: finding.repeat,
  };
}

const checkJson = ({ method, path, url, subject, check, verdict, status, needs }: Check): object => ({
  method,
  path,
  url,
  subject,
  check,
  verdict,
  status,
  needs,
});

const coverageJson = ({ routes, settled, leftOut, percent, failUnder }: ProbeResult['coverage']): object => ({
  routes,
  settled,
  leftOut,
  percent,
  failUnder,
});

function summaryJson(summary: ProbeResult['summary']): object {
  const { cells, asExpected, violations, waived, drift, skipped, inconclusive, observed } = summary;
  return { cells, asExpected, violations, waived, drift, skipped, inconclusive, observed };
}
