import type { PlannedCell } from './plan.js';

/** The cells on one object, sent one after the other, so that there is one writer at a time. Indices into the plan. */
export type Lane = readonly number[];

const rankOfMethod = (method: string): number => {
  if (method === 'DELETE') return 2;
  return method === 'GET' || method === 'HEAD' ? 0 : 1;
};

/**
 * The order of sending: lanes may run side by side, the cells of a lane may not.
 *
 * In a lane reads come first and DELETE last. Before reads that should be denied goes one that should be allowed: it is
 * the control that makes the denial proven, and it fills a cache that must not answer the others. Among writes the
 * denials go first, because an allowed write changes what the others are about. Skipped cells are in no lane.
 */
export function orderCells(cells: readonly PlannedCell[]): readonly Lane[] {
  const lanes = new Map<string, number[]>();
  for (const [index, cell] of cells.entries()) {
    if (cell.skip !== null) continue;
    const object = cell.url.split('?', 1)[0] ?? '';
    const lane = lanes.get(object);
    if (lane) lane.push(index);
    else lanes.set(object, [index]);
  }
  return [...lanes.values()].map((lane) => orderLane(lane, cells));
}

function orderLane(lane: readonly number[], cells: readonly PlannedCell[]): Lane {
  const controls = new Set<string>();
  const rankOf = (index: number): number => {
    const { route, expected } = cells[index] as PlannedCell;
    const base = 10 * rankOfMethod(route.method);
    if (expected?.verdict === 'deny') return base + 1;
    if (rankOfMethod(route.method) > 0 || expected?.verdict !== 'allow' || controls.has(route.method))
      return base + 2;
    controls.add(route.method);
    return base;
  };
  return lane
    .map((index) => ({ index, rank: rankOf(index) }))
    .toSorted((one, other) => one.rank - other.rank || one.index - other.index)
    .map(({ index }) => index);
}
