import type { DenialKind, Expectation } from '../model.js';
import type { Cell, ProbeResult } from '../result.js';
import { routeKey } from '../route-key.js';
import { sequenceOf } from '../sequence.js';
import type { Drift } from './change.js';
import type { MatrixAnswer } from './matrix.js';
import { roleOf } from './observed.js';
import { letsIn } from './reach.js';

/** Kinds that cells show: of the others there is none, or nothing is known. */
const SHOWN: readonly Drift['kind'][] = ['opened', 'tightened', 'kind-changed'];

/** A result with what changed since access was recorded. What no policy objects to is `drift` where it changed. */
export function withDrift(result: ProbeResult, drift: readonly Drift[]): ProbeResult {
  const shown = drift.filter(({ kind }) => SHOWN.includes(kind));
  const byRoute = groupedByRoute(shown);
  const changed = (cell: Cell): Cell => {
    if (cell.outcome !== 'as-expected' && cell.outcome !== 'observed') return cell;
    const change = byRoute.get(routeKey(cell.method, cell.path))?.find((each) => isAbout(each, cell));
    return change ? drifted(cell, change) : cell;
  };
  const cells = sequenceOf(result.cells.length, (index) => changed(result.cells.at(index) as Cell));
  const counts = { 'as-expected': 0, drift: 0, observed: 0 };
  for (const { outcome } of cells) if (isCounted(outcome)) counts[outcome] += 1;
  return {
    ...result,
    cells,
    drift,
    summary: {
      ...result.summary,
      asExpected: counts['as-expected'],
      drift: counts.drift,
      observed: counts.observed,
    },
  };
}

/** Outcomes of which a change makes more or fewer. */
const isCounted = (outcome: Cell['outcome']): outcome is 'as-expected' | 'drift' | 'observed' =>
  outcome === 'as-expected' || outcome === 'drift' || outcome === 'observed';

function groupedByRoute(drift: readonly Drift[]): ReadonlyMap<string, readonly Drift[]> {
  const groups = new Map<string, Drift[]>();
  for (const change of drift) {
    if (change.route === null) continue;
    const key = routeKey(change.route.method, change.route.path);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return groups;
}

/** Whether a change of the cell's route is about its role and object. */
const isAbout = ({ role, own }: Drift, cell: Cell): boolean =>
  role === roleOf(cell) && (!own || cell.relation === 'own');

const drifted = (cell: Cell, { was }: Drift): Cell => ({
  ...cell,
  outcome: 'drift',
  expected: expectationOf(was) ?? cell.expected,
});

/** Undefined where the subjects of a role differed, or there was no such method. */
function expectationOf(was: readonly MatrixAnswer[]): Expectation | undefined {
  const [answer] = was;
  if (was.length !== 1 || answer === undefined) return undefined;
  if (letsIn(was)) return { verdict: 'allow' };
  const kind = DENIALS.get(answer);
  return kind && { verdict: 'deny', kind };
}

const DENIALS: ReadonlyMap<MatrixAnswer, DenialKind> = new Map([
  ['401', '401'],
  ['403', '403'],
  ['404', 'hidden'],
  ['redirect', 'redirect'],
  ['soft', 'soft'],
]);
