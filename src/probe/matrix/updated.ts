import { routeKey } from '../route-key.js';
import type { RunScope } from './drift.js';
import { byText, type Matrix, type MatrixRoute } from './matrix.js';
import { matrixOf, type Observed } from './observed.js';

/**
 * What is to be recorded after a run: what it settled, and of what was recorded before that which it left open or was not
 * about.
 */
export function updatedMatrix(recorded: Matrix | undefined, observed: Observed, scope: RunScope): Matrix {
  const fresh = matrixOf(observed);
  if (recorded === undefined) return settled(fresh);
  const before = new Map(recorded.routes.map((route) => [keyOf(route), route]));
  const now = new Set(fresh.routes.map(keyOf));
  const roles = new Set(scope.someRoles ? [...fresh.roles, ...recorded.roles] : fresh.roles);
  const merged = fresh.routes.map((route) => withKept(route, before.get(keyOf(route)), roles));
  const kept = scope.someRoutes ? recorded.routes.filter((route) => !now.has(keyOf(route))) : [];
  return settled({
    roles: [...roles].toSorted(byText),
    routes: [...merged, ...kept.map((route) => withKept({ ...route, access: [] }, route, roles))],
  });
}

const keyOf = ({ method, path }: MatrixRoute): string => routeKey(method, path);

/** What was recorded of roles of which this run settled nothing. */
function withKept(route: MatrixRoute, old: MatrixRoute | undefined, roles: ReadonlySet<string>): MatrixRoute {
  const isSettled = new Set(route.access.map(({ role }) => role));
  const kept = (old?.access ?? []).filter(({ role }) => roles.has(role) && !isSettled.has(role));
  return { ...route, access: [...route.access, ...kept] };
}

/** A route of which nothing is known is none to record. */
const settled = ({ roles, routes }: Matrix): Matrix => ({
  roles,
  routes: routes.filter(({ access }) => access.length > 0),
});
