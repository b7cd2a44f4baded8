import { FOLLOWED } from '../probe/judgement.js';
import type { Cell, Finding, ProbeResult } from '../probe/result.js';
import { isAccepted } from '../probe/waivers.js';
import { answerOf, answerSymbols, isUnmet } from './answer-symbols.js';
import { cellFindings } from './cell-findings.js';
import { cellReasons } from './cell-reasons.js';
import { expectationInWords } from './grid-rows.js';
import { ending, junitCase, junitSuite } from './junit-suite.js';
import { type RouteCells, routeName } from './route-cells.js';
import { element, type XmlElement, type XmlNode } from './xml.js';

/** The suite of one route: a case for each of its cells. */
export function cellSuite({ route, cells }: RouteCells, { api, findings }: ProbeResult): XmlElement {
  const name = routeName(route);
  const found = cellFindings(findings);
  const property = (key: string, value: string) => element('property', { name: key, value });
  return junitSuite(
    name,
    cells.map(({ index, cell }) =>
      junitCase(name, caseName(cell), cell.durationMs, childrenOf(cell, found.of(index))),
    ),
    [property('api', api), property('declared', route.declared), property('source', route.source)],
  );
}

/** Unique in its suite: `agus (reader), own, /articles/2`. */
function caseName({ subject, role, relation, url }: Cell): string {
  const who = role === '' || role === subject ? subject : `${subject} (${role})`;
  return [who, ...(relation === null ? [] : [relation]), url].join(', ');
}

function childrenOf(cell: Cell, findings: readonly Finding[]): readonly XmlNode[] {
  const lines = detail(cell, findings);
  const type = findings[0]?.class ?? cell.outcome;
  const waived = findings.find((finding) => finding.waived !== null)?.waived;
  if (cell.outcome === 'violation' && waived && isAccepted(findings)) {
    return [ending('skipped', `waived until ${waived.until}: ${waived.reason}`, type)];
  }
  if (isUnmet(cell)) return [ending('failure', answered(cell), type, lines), ...attemptsBefore(cell)];
  if (cell.outcome === 'inconclusive') return [undecided(cell, lines), ...attemptsBefore(cell)];
  if (cell.outcome === 'skipped') return [ending('skipped', because(cell).message, type)];
  const isNoted = cell.notes.length + findings.length > 0;
  return [...attemptsBefore(cell), ...(isNoted ? [element('system-out', {}, lines)] : [])];
}

/**
 * The requests whose answers were not taken, as Surefire writes the attempts of one case: `flakyError` where a later one
 * settled it, `rerunError` where none did.
 */
function attemptsBefore(cell: Cell): readonly XmlElement[] {
  const followed = cell.notes.filter((note) => note.startsWith(FOLLOWED)).length;
  const retries = Math.max(0, cell.attempts - 1 - followed);
  const name = cell.outcome === 'inconclusive' ? 'rerunError' : 'flakyError';
  return Array.from({ length: retries }, (_, at) =>
    element(name, { message: `attempt ${at + 1} settled nothing, and was repeated`, type: 'retry' }),
  );
}

function answered(cell: Cell): string {
  const expected = expectationInWords(cell.expected);
  return `${cell.subject} was ${answerSymbols[answerOf(cell)].said}, expected: ${expected}`;
}

function undecided(cell: Cell, lines: readonly string[]): XmlElement {
  if (cell.reason !== null) {
    const { message, type } = because(cell);
    return ending('error', message, type, lines);
  }
  return ending('error', `${answered(cell)}, which settles nothing`, cell.verdict, lines);
}

function because({ reason }: Cell): { readonly message: string; readonly type: string } {
  const { means, advice } = cellReasons[reason ?? 'unrecognised'];
  return { message: advice === null ? means : `${means}; ${advice}`, type: reason ?? 'unrecognised' };
}

/** What there is to know of one cell, line by line. */
function detail(cell: Cell, findings: readonly Finding[]): readonly string[] {
  return [
    `${cell.method} ${cell.url} as ${cell.subject}: ${cell.status ?? 'no answer'}, requests sent: ${cell.attempts}`,
    ...cell.notes.map((note) => `note: ${note}`),
    ...findings.flatMap(({ severity, confidence, message, repeat }) => [
      `${severity}, ${confidence}: ${message}`,
      repeat,
    ]),
  ];
}
