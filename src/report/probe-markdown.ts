import { isTooLittle } from '../probe/coverage.js';
import type { Finding, ProbeResult } from '../probe/result.js';
import { placesBy } from './cell-places.js';
import { cellReasons } from './cell-reasons.js';
import { count } from './count.js';
import { driftSentence } from './drift.js';
import { findingRules } from './finding-rules.js';
import { fittedLines } from './fitted-lines.js';
import { LineRoom } from './line-room.js';
import { markdownProse, markdownRow, markdownText } from './markdown.js';
import { markdownGrid } from './markdown-grid.js';
import type { ReportSetting } from './probe-report.js';
import { summaryLine } from './probe-summary.js';
import { placeOfFinding } from './report-place.js';
import { verdictOf } from './verdict.js';
import { waiverText } from './waiver-text.js';
import { worstFirst } from './worst-first.js';

/** A comment on GitHub holds 65,536 characters. */
const COMMENT_BYTES = 65_536;
/** For the lines that say what was left out. */
const RESERVE = 1_000;

/** A probe as Markdown that fits the comment of a pull request: what differs first, then the grid as far as it fits. */
export const markdownReport = (result: ProbeResult, setting: ReportSetting): Iterable<string> =>
  written(result, setting, { bytes: COMMENT_BYTES, whole: false });

/**
 * The same with every route of the grid, for the page that sums up a job.
 *
 * @param bytes - how much that page still takes.
 */
export const markdownSummary = (
  result: ProbeResult,
  setting: ReportSetting,
  bytes: number,
): Iterable<string> => written(result, setting, { bytes, whole: true });

function* written(
  result: ProbeResult,
  setting: ReportSetting,
  { bytes, whole }: { readonly bytes: number; readonly whole: boolean },
): Generator<string> {
  const room = new LineRoom(bytes - RESERVE);
  for (const line of opening(result)) if (room.take(line)) yield `${line}\n`;
  const sections = [
    findingsSection(result, setting, room),
    listSection('Changes since access was recorded', changes(result), room),
    listSection('Not settled', unsettled(result), room),
    listSection('Waivers', waivers(result), room),
    markdownGrid(result, room, whole),
  ];
  for (const section of sections) for (const line of section) yield `${line}\n`;
}

function opening(result: ProbeResult): readonly string[] {
  const { coverage } = result;
  const { routes, settled, percent, failUnder } = coverage;
  return [
    `## ${verdictOf(result).text}`,
    '',
    `${markdownText(result.api)}: ${markdownText(summaryLine(result))}`,
    ...(isTooLittle(coverage)
      ? ['', `**${settled} of ${count(routes, 'route')} settled: ${percent} %, ${failUnder} % asked for**`]
      : []),
  ];
}

function findingsSection(result: ProbeResult, setting: ReportSetting, room: LineRoom): Iterable<string> {
  const open = worstFirst(result.findings.filter(({ waived }) => waived === null));
  const head = [
    '',
    `### ${count(open.length, 'finding')}`,
    '',
    markdownRow(['Severity', 'What', 'Found', 'Where']),
    markdownRow(['---', '---', '---', '---']),
  ];
  return fittedLines(head, rowsOf(open, result, setting), room, 'finding');
}

function* rowsOf(
  findings: readonly Finding[],
  result: ProbeResult,
  setting: ReportSetting,
): Generator<string> {
  for (const finding of findings) {
    const place = placeOfFinding(finding, result, setting);
    yield markdownRow([
      finding.severity,
      markdownProse(findingRules[finding.class].title),
      `${markdownText(finding.message)} (${finding.confidence})`,
      place ? markdownText(`${place.file}:${place.line}`) : '',
    ]);
  }
}

const listSection = (title: string, items: readonly string[], room: LineRoom): Iterable<string> =>
  fittedLines(
    ['', `### ${title}`, ''],
    items.map((item) => `- ${item}`),
    room,
    'line',
  );

const changes = ({ drift }: ProbeResult): readonly string[] =>
  drift.map((each) => markdownText(`${each.kind}: ${driftSentence(each)}`));

function unsettled(result: ProbeResult): readonly string[] {
  const open = placesBy(result.cells, ({ outcome, reason }) =>
    outcome === 'inconclusive' ? [reason ?? 'unrecognised'] : [],
  );
  return [...open].map(([reason, places]) => {
    const { means, advice } = cellReasons[reason];
    const told = `${count(places.cells, 'cell')} inconclusive (${reason}): ${means}; ${places.lines().join('; ')}`;
    return `${markdownText(told)}${advice === null ? '' : `. To settle it: ${markdownProse(advice)}`}`;
  });
}

const waivers = ({ waivers: all }: ProbeResult): readonly string[] =>
  all.map((waiver) => markdownText(waiverText(waiver)));
