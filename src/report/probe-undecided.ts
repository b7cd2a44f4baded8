import type { Cell, ProbedSubject, ProbeResult, Reason } from '../probe/result.js';
import { those } from '../probe/sequence.js';
import { type CellPlaces, placesBy } from './cell-places.js';
import { cellReasons } from './cell-reasons.js';
import { count } from './count.js';
import { caution, faint, type Line, type Text, type View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

/** What the probe could not find out, by reason and with what would settle it, and what it was not allowed to try. */
export function undecidedText({ subjects, cells }: ProbeResult, view: View): Text {
  const failed = subjects.filter(({ canary }) => canary === 'failed');
  const names = new Set(failed.map(({ name }) => name));
  const isUnproven = ({ reason, subject }: Cell): boolean => reason === 'unverified' && names.has(subject);
  const open = placesByReason(cells, 'inconclusive', (cell) => (isUnproven(cell) ? null : cell.reason));
  const unproven = open.get(null)?.cells ?? 0;
  const left = placesByReason(cells, 'skipped', ({ reason }) => reason);
  const parts = [unverified(failed, unproven, view), inconclusive(open, view), skipped(left, view)];
  return parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : ['', ...part]));
}

function unverified(failed: readonly ProbedSubject[], unproven: number, { width }: View): Text {
  if (failed.length === 0) return [];
  const names = failed.map(({ name, role }) => (role === '' || role === name ? name : `${name} (${role})`));
  const { means, advice: what } = cellReasons.unverified;
  const cells = unproven > 0 ? `: ${count(unproven, 'cell')} inconclusive` : '';
  return [
    ...wrap(visible(`unverified: ${names.join(', ')}; ${means}${cells}`), width, 0, 2).map(warning),
    ...advice(what, width),
  ];
}

const warning = (line: string): Line => [caution(line)];

/** Places by reason; null for those that are told of otherwise. */
type PlacesByReason = ReadonlyMap<Reason | null, CellPlaces>;

const placesByReason = (
  cells: Iterable<Cell>,
  verdict: Cell['verdict'],
  reasonOf: (cell: Cell) => Reason | null,
): PlacesByReason =>
  placesBy(
    those(cells, (cell) => cell.verdict === verdict),
    (cell) => [reasonOf(cell)],
  );

function inconclusive(places: PlacesByReason, { width }: View): Text {
  return [...places].flatMap(([reason, group]) => {
    if (reason === null) return [];
    const { means, advice: what } = cellReasons[reason];
    const headline = `${count(group.cells, 'cell')} inconclusive (${reason}): ${means}`;
    return [
      ...wrap(headline, width, 0, 2).map(warning),
      ...group.lines().flatMap((place) => wrap(place, width, 2, 2)),
      ...advice(what, width),
    ];
  });
}

function skipped(places: PlacesByReason, { width }: View): Text {
  return [...places].flatMap(([reason, group]) => {
    if (reason === null) return [];
    const { means, advice: what } = cellReasons[reason];
    const text = `${count(group.cells, 'cell')} skipped (${reason}): ${means}${what === null ? '' : `; ${what}`}`;
    return wrap(text, width, 0, 2).map((line): Line => [faint(line)]);
  });
}

const advice = (text: string | null, width: number): Text =>
  wrap(text === null ? '' : `to settle it: ${text}`, width, 2, 2).map((line): Line => [faint(line)]);
