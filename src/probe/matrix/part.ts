import { routeKey } from '../route-key.js';
import type { RunScope } from './drift.js';
import type { Matrix } from './matrix.js';
import type { Observed } from './observed.js';

/** Of a recorded matrix what a run was about: all of it, where neither routes nor subjects were chosen. */
export function partOf(
  { roles, routes }: Matrix,
  observed: Observed,
  { someRoutes, someRoles }: RunScope,
): Matrix {
  const asked = new Set(observed.routes.map(({ method, path }) => routeKey(method, path)));
  const isAsked = (role: string): boolean => !someRoles || observed.roles.includes(role);
  return {
    roles: roles.filter(isAsked),
    routes: routes
      .filter(({ method, path }) => !someRoutes || asked.has(routeKey(method, path)))
      .map((route) => ({ ...route, access: route.access.filter(({ role }) => isAsked(role)) })),
  };
}
