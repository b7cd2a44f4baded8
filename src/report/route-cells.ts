import type { Cell, ProbedRoute, ProbeResult } from '../probe/result.js';

/** A cell and its index in the result, which findings name it by. */
export interface IndexedCell {
  readonly index: number;
  readonly cell: Cell;
}

/** The cells of one route. */
export interface RouteCells {
  readonly route: ProbedRoute;
  readonly cells: readonly IndexedCell[];
}

export const routeName = ({ method, path }: Pick<Cell, 'method' | 'path'>): string => `${method} ${path}`;

/** The cells of a result, route by route in the order of the plan; those of one route are held at a time. */
export function* routeCells({ routes, cells }: Pick<ProbeResult, 'routes' | 'cells'>): Generator<RouteCells> {
  const byName = routesByName(routes);
  let index = 0;
  let group: IndexedCell[] = [];
  for (const cell of cells) {
    const [first] = group;
    if (first && (first.cell.method !== cell.method || first.cell.path !== cell.path)) {
      yield { route: routeOf(first.cell, byName), cells: group };
      group = [];
    }
    group.push({ index, cell });
    index += 1;
  }
  const [first] = group;
  if (first) yield { route: routeOf(first.cell, byName), cells: group };
}

const known = new WeakMap<readonly ProbedRoute[], ReadonlyMap<string, ProbedRoute>>();

/** The routes of a result by their names. Made once a result, since every report asks for it. */
export function routesByName(routes: readonly ProbedRoute[]): ReadonlyMap<string, ProbedRoute> {
  const found = known.get(routes) ?? new Map(routes.map((route) => [routeName(route), route]));
  known.set(routes, found);
  return found;
}

const routeOf = (cell: Cell, byName: ReadonlyMap<string, ProbedRoute>): ProbedRoute =>
  byName.get(routeName(cell)) ?? { method: cell.method, path: cell.path, declared: 'unknown', source: '' };
