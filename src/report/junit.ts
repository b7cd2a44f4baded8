import type { Cell, Finding, ProbeResult } from '../probe/result.js';
import { answerOf, answerSymbols, isUnmet } from './answer-symbols.js';
import { cellReasons } from './cell-reasons.js';
import { expectationInWords } from './grid-rows.js';
import { groupBy } from './group-by.js';
import { incompleteness, summaryLine } from './probe-summary.js';
import { element, type XmlNode, xmlDocument } from './xml.js';

/**
 * A probe as JUnit XML: a suite per route, a case per cell, retries inside their case.
 *
 * Unmet expectations are failures; inconclusive cells are errors, so that what was not tested is never green. An
 * incomplete run has one erroneous case more. Holds no time of day: the same result gives the same bytes.
 */
export function junitReport(result: ProbeResult): string {
  const findings = findingsByCell(result.findings);
  const cases = Array.from(result.cells, (cell, index) => ({ cell, findings: findings.get(index) ?? [] }));
  const byRoute = groupBy(cases, ({ cell }) => routeName(cell));
  const suites = [...byRoute].map(([route, inRoute]) => suite(route, inRoute, result));
  const ending = result.complete ? [] : [incompleteSuite(result)];
  const attributes = { name: `authctl probe ${result.api}`, ...totals([...result.cells], ending.length) };
  return xmlDocument(element('testsuites', attributes, [...suites, ...ending]));
}

interface Case {
  readonly cell: Cell;
  readonly findings: readonly Finding[];
}

const routeName = ({ method, path }: Pick<Cell, 'method' | 'path'>): string => `${method} ${path}`;

function findingsByCell(findings: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const pairs = findings.flatMap((finding) => finding.cells.map((cell) => ({ cell, finding })));
  return new Map(
    [...groupBy(pairs, ({ cell }) => cell)].map(([cell, group]) => [
      cell,
      group.map(({ finding }) => finding),
    ]),
  );
}

function totals(cells: readonly Cell[], incomplete: number): Readonly<Record<string, string>> {
  const of = (wanted: (cell: Cell) => boolean) => cells.filter(wanted).length;
  return {
    tests: String(cells.length + incomplete),
    failures: String(of(isUnmet)),
    errors: String(of(({ outcome }) => outcome === 'inconclusive') + incomplete),
    time: seconds(cells.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function suite(route: string, cases: readonly Case[], result: ProbeResult): XmlNode {
  const cells = cases.map(({ cell }) => cell);
  const described = result.routes.find((candidate) => routeName(candidate) === route);
  const properties = [
    property('api', result.api),
    ...(described ? [property('declared', described.declared), property('source', described.source)] : []),
  ];
  const skipped = cells.filter(({ outcome }) => outcome === 'skipped').length;
  const attributes = { name: route, ...totals(cells, 0), skipped: String(skipped) };
  return element('testsuite', attributes, [
    element('properties', {}, properties),
    ...cases.map((one) => testCase(route, one)),
  ]);
}

const property = (name: string, value: string): XmlNode => element('property', { name, value });

function testCase(route: string, one: Case): XmlNode {
  const { cell } = one;
  const attributes = { name: caseName(cell), classname: route, time: seconds(cell.durationMs) };
  return element('testcase', attributes, verdict(one));
}

/** Unique in its suite: `agus (reader), own, /articles/2`. */
function caseName({ subject, role, relation, url }: Cell): string {
  const who = role === '' || role === subject ? subject : `${subject} (${role})`;
  return [who, ...(relation === null ? [] : [relation]), url].join(', ');
}

function verdict(one: Case): readonly XmlNode[] {
  const { cell } = one;
  const type = one.findings[0]?.class ?? cell.outcome;
  if (isUnmet(cell)) return [element('failure', { message: answered(cell), type }, detail(one))];
  if (cell.outcome === 'inconclusive') return [element('error', because(cell), detail(one))];
  if (cell.outcome === 'skipped') return [element('skipped', { message: because(cell).message })];
  const said = detail(one);
  return cell.notes.length + one.findings.length > 0 ? [element('system-out', {}, said)] : [];
}

function answered(cell: Cell): string {
  const expected = expectationInWords(cell.expected);
  return `${cell.subject} was ${answerSymbols[answerOf(cell)].said}, expected: ${expected}`;
}

function because({ reason }: Cell): { readonly message: string; readonly type: string } {
  const { means, advice } = cellReasons[reason ?? 'unrecognised'];
  return { message: advice === null ? means : `${means}; ${advice}`, type: reason ?? 'unrecognised' };
}

/** What there is to know of one cell, line by line. */
function detail({ cell, findings }: Case): readonly string[] {
  return [
    `${cell.method} ${cell.url} as ${cell.subject}: ${cell.status ?? 'no answer'}, requests sent: ${cell.attempts}`,
    ...cell.notes.map((note) => `note: ${note}`),
    ...findings.flatMap(({ severity, confidence, message, repeat }) => [
      `${severity}, ${confidence}: ${message}`,
      repeat,
    ]),
  ];
}

function incompleteSuite(result: ProbeResult): XmlNode {
  const error = element('error', { message: `incomplete: ${incompleteness(result)}`, type: 'incomplete' }, [
    summaryLine(result),
  ]);
  const one = element(
    'testcase',
    { name: 'the run is complete', classname: 'authctl probe', time: '0.000' },
    [error],
  );
  return element(
    'testsuite',
    { name: 'authctl probe', tests: '1', failures: '0', errors: '1', skipped: '0' },
    [one],
  );
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
