import type { Cell, ProbedSubject, ProbeResult, Reason } from '../probe/result.js';
import { placesOf } from './cell-places.js';
import { cellReasons } from './cell-reasons.js';
import { count } from './count.js';
import { groupBy } from './group-by.js';
import { caution, faint, type Line, type Text, type View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

/** What the probe could not find out, by reason and with what would settle it, and what it was not allowed to try. */
export function undecidedText({ subjects, cells }: ProbeResult, view: View): Text {
  const failed = subjects.filter(({ canary }) => canary === 'failed');
  const names = new Set(failed.map(({ name }) => name));
  const unproven = cells.filter(({ reason, subject }) => reason === 'unverified' && names.has(subject));
  const others = cells.filter((cell) => !unproven.includes(cell));
  const parts = [unverified(failed, unproven, view), inconclusive(others, view), skipped(cells, view)];
  return parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : ['', ...part]));
}

function unverified(failed: readonly ProbedSubject[], unproven: readonly Cell[], { width }: View): Text {
  if (failed.length === 0) return [];
  const names = failed.map(({ name, role }) => (role === '' || role === name ? name : `${name} (${role})`));
  const { means, advice: what } = cellReasons.unverified;
  const cells = unproven.length > 0 ? `: ${count(unproven.length, 'cell')} inconclusive` : '';
  return [
    ...wrap(visible(`unverified: ${names.join(', ')}; ${means}${cells}`), width, 0, 2).map(warning),
    ...advice(what, width),
  ];
}

const warning = (line: string): Line => [caution(line)];

function inconclusive(cells: readonly Cell[], { width }: View): Text {
  return byReason(cells, 'inconclusive').flatMap(([reason, group]) => {
    const { means, advice: what } = cellReasons[reason];
    const headline = `${count(group.length, 'cell')} inconclusive (${reason}): ${means}`;
    return [
      ...wrap(headline, width, 0, 2).map(warning),
      ...placesOf(group).flatMap((place) => wrap(place, width, 2, 2)),
      ...advice(what, width),
    ];
  });
}

function skipped(cells: readonly Cell[], { width }: View): Text {
  return byReason(cells, 'skipped').flatMap(([reason, group]) => {
    const { means, advice: what } = cellReasons[reason];
    const text = `${count(group.length, 'cell')} skipped (${reason}): ${means}${what === null ? '' : `; ${what}`}`;
    return wrap(text, width, 0, 2).map((line): Line => [faint(line)]);
  });
}

const byReason = (cells: readonly Cell[], verdict: Cell['verdict']): readonly [Reason, readonly Cell[]][] =>
  [...groupBy(cells, (cell) => (cell.verdict === verdict ? cell.reason : null))].flatMap(
    ([reason, group]): [Reason, readonly Cell[]][] => (reason === null ? [] : [[reason, group]]),
  );

const advice = (text: string | null, width: number): Text =>
  wrap(text === null ? '' : `to settle it: ${text}`, width, 2, 2).map((line): Line => [faint(line)]);
