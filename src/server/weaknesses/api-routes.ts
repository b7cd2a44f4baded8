import { grantsOf } from '../access.js';
import type { RouteSettings, ServerSettings } from '../settings.js';

/** How routes are named: `GET /articles`. */
export const routeName = ({ method, path }: Pick<RouteSettings, 'method' | 'path'>): string =>
  `${method} ${path}`;

/** The routes of an API that ask who is calling. */
export const guardedRoutes = ({ routes }: ServerSettings): readonly RouteSettings[] =>
  routes.filter(({ access }) => access !== 'public');

/** The first route that reads and that some role may not use. */
export const privilegedRead = (settings: ServerSettings): RouteSettings | undefined =>
  guardedRoutes(settings).find((route) => {
    const grants = grantsOf(route.access, settings.roles);
    return route.method === 'GET' && settings.roles.some(({ name }) => !grantsTo(grants, name));
  });

const grantsTo = (grants: ReturnType<typeof grantsOf>, role: string): boolean =>
  grants === 'public' || grants.some((grant) => grant.role === role);

/** Whether two of routes and requests' targets are the same. */
export const isSame = (
  one: Pick<RouteSettings, 'method' | 'path'>,
  other: Pick<RouteSettings, 'method' | 'path'> | undefined,
): boolean => other !== undefined && routeName(one) === routeName(other);
