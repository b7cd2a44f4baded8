import type { LeftOut } from '../config/probe-config.js';
import { AuthctlError, type Problem } from '../errors.js';
import type { Route } from './model.js';
import { routeKey } from './route-key.js';
import { nearestFirst } from './select.js';

const NAMED = 3;

/**
 * The routes that are left out on purpose, by `routeKey`.
 *
 * @throws {AuthctlError} `CONFIG_INVALID` where the list has gone stale: an entry names a route that does not exist.
 */
export function leftOutRoutes(routes: readonly Route[], leftOut: readonly LeftOut[]): ReadonlySet<string> {
  const known = new Map(routes.map(({ method, path }) => [routeKey(method, path), `${method} ${path}`]));
  const keys = leftOut.map(({ route, at }) => {
    const [method = '', path = ''] = route.trim().split(/\s+/);
    return { key: routeKey(method, path), route, at };
  });
  const problems = keys
    .filter(({ key }) => !known.has(key))
    .map(
      ({ route, at }): Problem => ({
        message: `there is no route '${route}' to leave out`,
        at,
        hint: `remove it, or name another: ${nearestFirst(route, [...known.values()])
          .slice(0, NAMED)
          .join(', ')}`,
      }),
    );
  const [first, ...also] = problems;
  if (first) throw new AuthctlError('CONFIG_INVALID', first.message, { ...first, also });
  return new Set(keys.map(({ key }) => key));
}
