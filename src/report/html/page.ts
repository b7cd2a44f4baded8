import { createHash } from 'node:crypto';
import type { ProbeResult } from '../../probe/result.js';
import { version } from '../../version.js';
import { placesBy } from '../cell-places.js';
import { cellReasons } from '../cell-reasons.js';
import { count } from '../count.js';
import { driftSentence } from '../drift.js';
import type { ReportSetting } from '../probe-report.js';
import { incompleteness, summaryLine } from '../probe-summary.js';
import { verdictOf } from '../verdict.js';
import { waiverText } from '../waiver-text.js';
import { detailSection } from './detail-section.js';
import { escapeHtml } from './escape.js';
import { findingSection, prose } from './finding-section.js';
import { gridSection } from './grid-section.js';
import { pageRows } from './page-rows.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/**
 * A probe as one page that needs nothing else: findings, the grid with filters, and the details of each cell. It can be
 * read without scripts; its own is allowed by its hash, and nothing else is.
 */
export function* htmlReport(result: ProbeResult, setting: ReportSetting): Generator<string> {
  const page = pageRows(result);
  yield head(result);
  yield* opening(result);
  yield '<main>\n';
  yield* findingSection(result, setting);
  yield* listSection('changes', 'Changes since access was recorded', changes(result));
  yield* listSection('open', 'Not settled', unsettled(result));
  yield* listSection('checks', 'Checks', checks(result));
  yield* listSection('waivers', 'Waivers', result.waivers.map(waiverText).map(escapeHtml));
  if (result.cells.length > 0) {
    yield* gridSection(result, page);
    yield* detailSection(result, page);
  }
  yield '</main>\n';
  yield `<aside class="panel" id="panel" aria-labelledby="panel-title" hidden><button type="button" id="panel-close">Close</button><h2 id="panel-title">Cell</h2><dl id="panel-list"></dl></aside>\n`;
  yield `<footer><p>Made by authctl ${escapeHtml(version)}. Arrow keys move in the grid, Enter shows a cell, / searches.</p></footer>\n`;
  yield `<script>${SCRIPT}</script>\n</body></html>\n`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function head({ api }: ProbeResult): string {
  const policy = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n' +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">\n' +
    `<meta name="referrer" content="no-referrer"><title>Access to ${escapeHtml(api)}</title>\n<style>${STYLE}</style></head>\n`
  );
}

function* opening(result: ProbeResult): Generator<string> {
  const { summary, api } = result;
  const { kind, text } = verdictOf(result);
  const why = incompleteness(result);
  yield `<body>${result.cells.length > 0 ? '<a class="skip" href="#grid">To the grid</a>' : ''}<header>`;
  yield `<h1>Access to ${escapeHtml(api)}</h1><p class="verdict ${kind}">${escapeHtml(text)}</p>`;
  if (why !== undefined) yield `<p><strong>Incomplete: ${escapeHtml(why)}</strong></p>`;
  yield `<p class="dim">${escapeHtml(summaryLine(result))}</p><ul class="numbers">`;
  const numbers: readonly [number, string, string][] = [
    [summary.cells, 'cells', ''],
    [summary.asExpected, 'as expected', 'good'],
    [summary.violations + summary.drift, 'not as expected', 'bad'],
    [summary.waived, 'waived', ''],
    [summary.inconclusive, 'inconclusive', 'open'],
    [summary.skipped, 'skipped', ''],
    [summary.observed, 'observed', ''],
  ];
  for (const [amount, name, mark] of numbers)
    yield `<li${amount > 0 && mark !== '' ? ` class="${mark}"` : ''}><b>${amount}</b>${name}</li>`;
  yield '</ul></header>\n';
}

/** @param items - HTML. */
function* listSection(id: string, title: string, items: readonly string[]): Generator<string> {
  if (items.length === 0) return;
  yield `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul class="plain">\n`;
  for (const item of items) yield `<li>${item}</li>\n`;
  yield '</ul></section>\n';
}

const changes = ({ drift }: ProbeResult): readonly string[] =>
  drift.map((each) => `<strong>${each.kind}</strong>: ${escapeHtml(driftSentence(each))}`);

function unsettled({ cells }: ProbeResult): readonly string[] {
  const open = placesBy(cells, ({ outcome, reason }) =>
    outcome === 'inconclusive' ? [reason ?? 'unrecognised'] : [],
  );
  return [...open].map(([reason, places]) => {
    const { means, advice } = cellReasons[reason];
    const told = `${count(places.cells, 'cell')} inconclusive (${reason}): ${means}; ${places.lines().join('; ')}`;
    return (
      escapeHtml(told) +
      (advice === null ? '' : `<br><span class="dim">To settle it: ${prose(advice)}</span>`)
    );
  });
}

/** What was checked besides, but for what is as it should be: that is counted. */
function checks({ checks: all }: ProbeResult): readonly string[] {
  if (all.length === 0) return [];
  const refused = all.filter(({ verdict }) => verdict === 'refused').length;
  const others = all.filter(({ verdict }) => verdict !== 'refused');
  return [
    `${refused} of ${count(all.length, 'check')} refused, as they should be`,
    ...others.map(({ method, path, check, title, verdict, needs, status }) => {
      const answer = status === null ? '' : `, answered ${status}`;
      return escapeHtml(
        `${verdict}: ${check} (${title}) on ${method} ${path}${answer}${needs === null ? '' : `: ${needs}`}`,
      );
    }),
  ];
}
