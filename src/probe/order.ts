import type { PlannedCell } from './plan.js';

/** Cells that are sent one after the other. Indices into the plan. */
export type Lane = readonly number[];

/** Lanes that may run side by side; a phase begins when the one before it has ended. */
export type Phase = readonly Lane[];

/**
 * The order of sending: all reads, then all writes, then all DELETEs, so that nothing is read that this run has changed.
 *
 * Reads of one object share a lane. Before reads that should be denied goes one that should be allowed: it is the control
 * that makes the denial proven, and it fills a cache that must not answer the others. Writes to one collection share a
 * lane, so that there is one writer at a time, and the denials go first, because an allowed write changes what the others
 * are about; of DELETEs the deeper paths go first. Skipped cells are in no lane.
 */
export function orderCells(cells: readonly PlannedCell[]): readonly Phase[] {
  const of = (effect: PlannedCell['effect'], keyOf: (cell: PlannedCell) => string) =>
    lanesOf(cells, effect, keyOf).map((lane) =>
      effect === 'read' ? orderReads(lane, cells) : orderWrites(lane, cells),
    );
  return [of('read', objectOf), of('write', collectionOf), of('delete', collectionOf)];
}

function lanesOf(
  cells: readonly PlannedCell[],
  effect: PlannedCell['effect'],
  keyOf: (cell: PlannedCell) => string,
): readonly Lane[] {
  const lanes = new Map<string, number[]>();
  for (const [index, cell] of cells.entries()) {
    if (cell.skip !== null || cell.effect !== effect) continue;
    const key = keyOf(cell);
    const lane = lanes.get(key);
    if (lane) lane.push(index);
    else lanes.set(key, [index]);
  }
  return [...lanes.values()];
}

const objectOf = ({ url, body }: PlannedCell): string => `${url.split('?', 1)[0]} ${body ?? ''}`;

/** What comes before the first parameter: `/articles` for `/articles/{id}`. */
const collectionOf = ({ route }: PlannedCell): string =>
  (route.path.split(/[{?#]/, 1)[0] ?? '').replace(/\/+$/, '');

function orderReads(lane: Lane, cells: readonly PlannedCell[]): Lane {
  const controls = new Set<string>();
  const rankOf = ({ route, expected }: PlannedCell): number => {
    if (expected?.verdict === 'deny') return 1;
    const key = `${route.method} ${route.path}`;
    if (expected?.verdict !== 'allow' || controls.has(key)) return 2;
    controls.add(key);
    return 0;
  };
  return sorted(lane, cells, rankOf);
}

const orderWrites = (lane: Lane, cells: readonly PlannedCell[]): Lane =>
  sorted(lane, cells, ({ effect, expected, route }) => {
    const depth = route.path.split('/').length;
    const denied = expected?.verdict === 'deny' ? 0 : 1_000;
    return effect === 'delete' ? denied - depth : denied;
  });

function sorted(lane: Lane, cells: readonly PlannedCell[], rankOf: (cell: PlannedCell) => number): Lane {
  return lane
    .map((index) => ({ index, rank: rankOf(cells[index] as PlannedCell) }))
    .toSorted((one, other) => one.rank - other.rank || one.index - other.index)
    .map(({ index }) => index);
}
