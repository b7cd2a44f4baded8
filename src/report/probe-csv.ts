import type { ProbedRoute, ProbeResult } from '../probe/result.js';
import { cellFindings } from './cell-findings.js';
import { csvRecord } from './csv.js';
import { expectedJson } from './probe-json.js';
import { type IndexedCell, routeCells } from './route-cells.js';

const COLUMNS = [
  'method',
  'path',
  'url',
  'subject',
  'role',
  'relation',
  'verdict',
  'kind',
  'reason',
  'status',
  'attempts',
  'expected',
  'outcome',
  'confidence',
  'duration_ms',
  'exposes',
  'notes',
  'findings',
  'source',
] as const;

/** A probe as CSV: a record for each cell, below the names of the columns. */
export function* csvReport(result: ProbeResult): Generator<string> {
  const findings = cellFindings(result.findings);
  yield csvRecord(COLUMNS);
  for (const { route, cells } of routeCells(result)) {
    for (const placed of cells) {
      const ids = findings.of(placed.index).map(({ id }) => id);
      yield csvRecord(valuesOf(placed, ids, route));
    }
  }
}

function valuesOf({ cell }: IndexedCell, findings: readonly string[], { source }: ProbedRoute) {
  const values = {
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
    duration_ms: cell.durationMs,
    exposes: cell.exposes.join('; '),
    notes: cell.notes.join('; '),
    findings: findings.join('; '),
    source,
  } satisfies Record<(typeof COLUMNS)[number], string | number | null>;
  return COLUMNS.map((name) => values[name]);
}
