import type { Effect } from '../config/probe-config.js';
import { IndexGroups } from './index-groups.js';
import type { PlannedCell } from './plan.js';
import { entriesOf, type Sequence, sequenceOf } from './sequence.js';

/** Cells that are sent one after the other. Indices into the plan. */
export type Lane = readonly number[];

/** Lanes that may run side by side; a phase begins when the one before it has ended. */
export type Phase = Sequence<Lane>;

/**
 * The order of sending: all reads, then all writes, then all DELETEs, so that nothing is read that this run has changed.
 *
 * Reads of one object share a lane. Before reads that should be denied goes one that should be allowed: it is the control
 * that makes the denial proven, and it fills a cache that must not answer the others. Writes to one collection share a
 * lane, so that there is one writer at a time, and the denials go first, because an allowed write changes what the others
 * are about; of DELETEs the deeper paths go first. Skipped cells are in no lane.
 *
 * A lane is put into its order when it is asked for.
 */
export function orderCells(cells: Sequence<PlannedCell>): readonly Phase[] {
  const lanes: Readonly<Record<Effect, IndexGroups>> = {
    read: new IndexGroups(cells.length),
    write: new IndexGroups(cells.length),
    delete: new IndexGroups(cells.length),
  };
  for (const [index, cell] of entriesOf(cells)) {
    if (cell.skip !== null) continue;
    lanes[cell.effect].add(index, cell.effect === 'read' ? objectOf(cell) : collectionOf(cell.route.path));
  }
  const phase = (effect: Effect, ordered: (lane: Lane, cells: Sequence<PlannedCell>) => Lane): Phase =>
    sequenceOf(lanes[effect].length, (number) => ordered([...lanes[effect].members(number)], cells));
  return [phase('read', orderReads), phase('write', orderWrites), phase('delete', orderWrites)];
}

const objectOf = ({ url, body }: PlannedCell): string => `${url.split('?', 1)[0]} ${body ?? ''}`;

/** What comes before the first parameter: `/articles` for `/articles/{id}`. */
export const collectionOf = (path: string): string => (path.split(/[{?#]/, 1)[0] ?? '').replace(/\/+$/, '');

function orderReads(lane: Lane, cells: Sequence<PlannedCell>): Lane {
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

const orderWrites = (lane: Lane, cells: Sequence<PlannedCell>): Lane =>
  sorted(lane, cells, ({ effect, expected, route }) => {
    const depth = route.path.split('/').length;
    const denied = expected?.verdict === 'deny' ? 0 : 1_000;
    return effect === 'delete' ? denied - depth : denied;
  });

function sorted(lane: Lane, cells: Sequence<PlannedCell>, rankOf: (cell: PlannedCell) => number): Lane {
  return lane
    .map((index) => ({ index, rank: rankOf(cells.at(index) as PlannedCell) }))
    .toSorted((one, other) => one.rank - other.rank || one.index - other.index)
    .map(({ index }) => index);
}
