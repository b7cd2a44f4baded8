import type { Finding, ProbeResult } from '../../probe/result.js';
import { count } from '../count.js';
import { findingRules } from '../finding-rules.js';
import type { ReportSetting } from '../probe-report.js';
import { placeOfFinding } from '../report-place.js';
import { worstFirst } from '../worst-first.js';
import { escapeHtml } from './escape.js';

/** More are folded away, so that the grid is not far below. */
const FIRST_FINDINGS = 10;
/** More are counted. */
const MOST_FINDINGS = 500;

/** The findings, worst first, each with what to do and a line to repeat it. */
export function* findingSection(result: ProbeResult, setting: ReportSetting): Generator<string> {
  const { findings } = result;
  if (findings.length === 0) return;
  const numberOf = new Map(findings.map((finding, number) => [finding, number]));
  const ordered = [
    ...worstFirst(findings.filter(({ waived }) => waived === null)),
    ...worstFirst(findings.filter(({ waived }) => waived !== null)),
  ];
  yield `<section aria-labelledby="findings"><h2 id="findings">${count(findings.length, 'finding')}</h2>`;
  const list = function* (some: readonly Finding[]): Generator<string> {
    yield '<ol class="findings">\n';
    for (const finding of some) yield findingHtml(finding, numberOf.get(finding) ?? 0, result, setting);
    yield '</ol>\n';
  };
  yield* list(ordered.slice(0, FIRST_FINDINGS));
  const more = ordered.slice(FIRST_FINDINGS, MOST_FINDINGS);
  if (more.length > 0) {
    yield `<details><summary>${more.length} more</summary>`;
    yield* list(more);
    yield '</details>\n';
  }
  const left = findings.length - MOST_FINDINGS;
  if (left > 0)
    yield `<p class="dim">and ${left} that a page has no room for: the reports json and sarif have them</p>\n`;
  yield '</section>\n';
}

function findingHtml(finding: Finding, number: number, result: ProbeResult, setting: ReportSetting): string {
  const { severity, confidence, cwe, owasp, waived, message, repeat } = finding;
  const { title, advice } = findingRules[finding.class];
  const place = placeOfFinding(finding, result, setting);
  const about = [
    confidence,
    ...(owasp === null ? [] : [owasp]),
    ...(cwe === null ? [] : [`CWE-${cwe}`]),
    ...(place ? [`${place.file}:${place.line}`] : []),
    ...(waived ? [`waived until ${waived.until}: ${waived.reason}`] : []),
  ].join(' \u00b7 ');
  return (
    `<li id="f${number}" class="${severity}${waived ? ' waived' : ''}"><span class="tag">${severity}</span>` +
    `<h3>${prose(title)}</h3><p>${escapeHtml(message)}</p><p class="dim">${escapeHtml(about)}</p>` +
    `<p>${prose(advice)}</p>${repeat === '' ? '' : `<pre><code>${escapeHtml(repeat)}</code></pre>`}</li>\n`
  );
}

/** Text of authctl itself, whose backticks stand for code. */
export const prose = (text: string): string =>
  text
    .split('`')
    .map((piece, at) => (at % 2 === 1 ? `<code>${escapeHtml(piece)}</code>` : escapeHtml(piece)))
    .join('');
