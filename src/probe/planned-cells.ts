import type { Route } from './model.js';
import type { PlannedCell } from './plan.js';
import type { Sequence } from './sequence.js';

/** The cells of a plan, in the order of routes, then subjects. They are made when they are asked for, a route at a time. */
export interface PlannedCells extends Sequence<PlannedCell> {
  /** All cells of a route, and the index of the first. */
  ofRoute(route: Route): { readonly start: number; readonly cells: readonly PlannedCell[] };
}

/** Cells of routes that are kept, so that whoever goes back and forth between a few finds them. */
const KEPT = 4_096;

/**
 * @param sizes - the number of cells of each route.
 * @param cellsOf - makes the cells of the route at that place; the same ones each time.
 */
export function plannedCells(
  routes: readonly Route[],
  sizes: readonly number[],
  cellsOf: (place: number) => readonly PlannedCell[],
): PlannedCells {
  const starts = startsOf(sizes);
  const length = starts.at(-1) ?? 0;
  const kept = new Map<number, readonly PlannedCell[]>();
  const places = new Map(routes.map((route, place) => [route, place]));
  let keptCells = 0;
  let current: { readonly start: number; readonly cells: readonly PlannedCell[] } = { start: 0, cells: [] };

  function routeAt(place: number): readonly PlannedCell[] {
    const known = kept.get(place);
    if (known) return known;
    const cells = cellsOf(place);
    kept.set(place, cells);
    keptCells += cells.length;
    for (const [oldest, old] of kept) {
      if (keptCells <= KEPT || oldest === place) break;
      kept.delete(oldest);
      keptCells -= old.length;
    }
    return cells;
  }

  function at(index: number): PlannedCell | undefined {
    const inCurrent = current.cells[index - current.start];
    if (inCurrent !== undefined) return inCurrent;
    if (!(index >= 0 && index < length)) return undefined;
    const place = placeIn(starts, index);
    current = { start: starts[place] ?? 0, cells: routeAt(place) };
    return current.cells[index - current.start];
  }

  return {
    length,
    at,
    *[Symbol.iterator]() {
      for (const place of sizes.keys()) yield* routeAt(place);
    },
    ofRoute(route) {
      const place = places.get(route);
      return place === undefined
        ? { start: 0, cells: [] }
        : { start: starts[place] ?? 0, cells: routeAt(place) };
    },
  };
}

function startsOf(sizes: readonly number[]): Uint32Array {
  const starts = new Uint32Array(sizes.length + 1);
  for (const [place, size] of sizes.entries()) starts[place + 1] = (starts[place] ?? 0) + size;
  return starts;
}

/** The last place that starts at or before an index. */
function placeIn(starts: Uint32Array, index: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
