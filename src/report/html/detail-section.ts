import type { Cell, Finding, ProbedRoute, ProbeResult } from '../../probe/result.js';
import { answerOf, answerSymbols, isUnmet } from '../answer-symbols.js';
import { cellFindings } from '../cell-findings.js';
import { cellReasons } from '../cell-reasons.js';
import { count } from '../count.js';
import { expectationInWords } from '../grid-rows.js';
import type { IndexedCell } from '../route-cells.js';
import { escapeHtml } from './escape.js';
import type { PageRows } from './page-rows.js';

const HEAD = ['Subject', 'Request', 'Answer', 'Verdict', 'Expected', 'Evidence'];

/** Request, answer and evidence of each cell, route by route; folded away until somebody looks. */
export function* detailSection(result: ProbeResult, { rows }: PageRows): Generator<string> {
  const found = cellFindings(result.findings);
  const numberOf = new Map(result.findings.map((finding, number) => [finding, number]));
  yield '<section aria-labelledby="details"><h2 id="details">Details</h2>\n';
  for (const { group } of rows) {
    yield summary(group.route, group.cells);
    yield `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(`Cells of ${group.route.method} ${group.route.path}`)}"><table class="cells"><thead><tr>${HEAD.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>\n`;
    for (const { index, cell } of group.cells) yield rowHtml(index, cell, found.of(index), numberOf);
    yield '</tbody></table></div></details>\n';
  }
  yield '</section>\n';
}

function summary({ method, path, source, declared }: ProbedRoute, cells: readonly IndexedCell[]): string {
  const unmet = cells.filter(({ cell }) => isUnmet(cell)).length;
  const told = unmet === 0 ? '' : ` <span class="count">${unmet} not as expected</span>`;
  return (
    `<details><summary><span class="route">${escapeHtml(`${method} ${path}`)}</span>${told} ` +
    `<span class="dim">${escapeHtml(`${source}, ${DECLARED[declared]}`)}</span></summary>`
  );
}

const DECLARED = {
  unknown: 'nothing declared',
  public: 'declared public',
  secured: 'declared guarded',
} as const satisfies Record<ProbedRoute['declared'], string>;

function rowHtml(
  index: number,
  cell: Cell,
  findings: readonly Finding[],
  numberOf: ReadonlyMap<Finding, number>,
): string {
  const who =
    cell.role === '' || cell.role === cell.subject ? cell.subject : `${cell.subject} (${cell.role})`;
  const answer =
    cell.status === null
      ? 'none'
      : `${cell.status} after ${cell.durationMs} ms${cell.attempts > 1 ? `, ${count(cell.attempts, 'request')}` : ''}`;
  const texts = [
    `${who}${cell.relation === null ? '' : `, ${cell.relation} object`}`,
    `${cell.method} ${cell.url}`,
    answer,
    verdictText(cell),
    expectedText(cell),
  ];
  const cells = texts.map((text) => `<td>${escapeHtml(text)}</td>`).join('');
  return `<tr id="c${index}">${cells}<td>${evidence(cell, findings, numberOf)}</td></tr>\n`;
}

function expectedText(cell: Cell): string {
  if (cell.expected === null) return 'nothing said';
  return `${expectationInWords(cell.expected)}${isUnmet(cell) ? ', which is not what happened' : ''}`;
}

function verdictText(cell: Cell): string {
  const said = answerSymbols[answerOf(cell)].said;
  const why = cell.reason === null ? '' : `: ${cellReasons[cell.reason].means}`;
  return `${said}${why}${cell.confidence === null ? '' : ` (${cell.confidence})`}`;
}

function evidence(cell: Cell, findings: readonly Finding[], numberOf: ReadonlyMap<Finding, number>): string {
  const notes = [
    ...cell.notes,
    ...(cell.exposes.length === 0 ? [] : [`the body shows ${cell.exposes.join(', ')}`]),
  ];
  const links = findings.map(
    (finding) => `<a href="#f${numberOf.get(finding)}">${escapeHtml(finding.id)}</a>`,
  );
  return [...notes.map(escapeHtml), ...links].join('<br>');
}
