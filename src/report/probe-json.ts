import type { Expectation } from '../probe/model.js';
import type { Cell, Check, Finding, ProbeResult, WaiverUse } from '../probe/result.js';
import { driftJson } from './drift.js';
import { Items, jsonDocument, jsonLine, type Member } from './json-stream.js';
import { visibleJson } from './visible.js';

/** The `schema` of the document. */
export const PROBE_SCHEMA = 'authctl/probe@1';

/** The document of `probe --json`, without its `schema` field. */
export function probeJson(result: ProbeResult): object {
  const members = probeMembers(result).map(([name, value]): [string, unknown] => [
    name,
    value instanceof Items ? [...value.of] : value,
  ]);
  return Object.fromEntries(members);
}

/** The report `json`: the document of `probe --json`, item by item. */
export const jsonReport = (result: ProbeResult): Iterable<string> =>
  jsonDocument([['schema', PROBE_SCHEMA], ...probeMembers(result)]);

/** The `schema` of the line that closes the report `ndjson`. */
export const CLOSING_SCHEMA = 'authctl/probe-closing@1';

/** The report `ndjson`: each cell on a line of its own, then a line with everything else that the document holds. */
export function* ndjsonReport(result: ProbeResult): Generator<string> {
  for (const cell of result.cells) yield `${visibleJson(cellJson(cell), 0)}\n`;
  const others = probeMembers(result).filter(([name]) => name !== 'cells');
  yield* jsonLine([['schema', CLOSING_SCHEMA], ...others]);
}

/** What the document holds: its names and their order are promised to scripts. */
function probeMembers(result: ProbeResult): readonly Member[] {
  const { complete, stopped, subjects, routes, cells, findings, checks, waivers, leftovers } = result;
  return [
    ['complete', complete],
    ['stopped', stopped],
    [
      'subjects',
      subjects.map(({ name, role, credential, canary, twinOf }) => ({
        ...{ name, role, credential, canary },
        ...(twinOf === undefined ? {} : { twinOf }),
      })),
    ],
    ['routes', new Items(mapped(routes, routeJson))],
    ['cells', new Items(mapped(cells, cellJson))],
    ['findings', new Items(mapped(findings, findingJson))],
    ['checks', new Items(mapped(checks, checkJson))],
    ['coverage', coverageJson(result.coverage)],
    ['waivers', waivers.map(waiverJson)],
    ['drift', driftJson(result.drift)],
    ['leftovers', leftovers],
    ['summary', summaryJson(result.summary)],
  ];
}

/** Can be gone through again. */
const mapped = <Item>(items: Iterable<Item>, json: (item: Item) => object): Iterable<object> => ({
  *[Symbol.iterator]() {
    for (const item of items) yield json(item);
  },
});

const routeJson = ({ method, path, declared, source }: ProbeResult['routes'][number]): object => ({
  method,
  path,
  declared,
  source,
});

const waiverJson = ({ finding, reason, until, state, source }: WaiverUse): object => ({
  finding,
  reason,
  until,
  state,
  source,
});

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
export function expectedJson(expected: Expectation | null): string | null {
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

const coverageJson = (coverage: ProbeResult['coverage']): object => {
  const { routes, settled, leftOut, percent, failUnder, unprobed } = coverage;
  return { routes, settled, leftOut, percent, failUnder, unprobed };
};

function summaryJson(summary: ProbeResult['summary']): object {
  const { cells, asExpected, violations, waived, drift, skipped, inconclusive, observed } = summary;
  return { cells, asExpected, violations, waived, drift, skipped, inconclusive, observed };
}
