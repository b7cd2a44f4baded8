import type { DenialKind, Expectation } from '../model.js';
import type { Cell, ProbeResult } from '../result.js';
import { routeKey } from '../route-key.js';
import type { Drift } from './change.js';
import type { MatrixAnswer } from './matrix.js';
import { roleOf } from './observed.js';
import { letsIn } from './reach.js';

/** Kinds that cells show: of the others there is none, or nothing is known. */
const SHOWN: readonly Drift['kind'][] = ['opened', 'tightened', 'kind-changed'];

/** A result with what changed since access was recorded. What no policy objects to is `drift` where it changed. */
export function withDrift(result: ProbeResult, drift: readonly Drift[]): ProbeResult {
  const shown = drift.filter(({ kind }) => SHOWN.includes(kind));
  const cells = result.cells.map((cell) => {
    const change = shown.find((each) => isAbout(each, cell));
    return change && (cell.outcome === 'as-expected' || cell.outcome === 'observed')
      ? drifted(cell, change)
      : cell;
  });
  const count = (outcome: Cell['outcome']) => cells.filter((cell) => cell.outcome === outcome).length;
  const { summary } = result;
  return {
    ...result,
    cells,
    drift,
    summary: {
      ...summary,
      asExpected: count('as-expected'),
      drift: count('drift'),
      observed: count('observed'),
    },
  };
}

function isAbout({ route, role, own }: Drift, cell: Cell): boolean {
  if (route === null || routeKey(route.method, route.path) !== routeKey(cell.method, cell.path)) return false;
  return role === roleOf(cell) && (!own || cell.relation === 'own');
}

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
