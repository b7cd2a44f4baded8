import { pathOf } from '../router.js';
import { guardedRoutes } from './api-routes.js';
import { opened } from './opened.js';
import type { Weakness } from './weakness.js';

const isSlashed = (path: string): boolean => path.length > 1 && path.endsWith('/');

/** The router leaves a slash at the end out, the guard does not know the path with it. */
export const trailingSlash: Weakness = {
  id: 'trailing-slash',
  title: 'trailing slash unguarded',
  cwe: 306,
  owasp: 'API2:2023',
  summary: 'a path with a slash at its end leads to the same route, past its guard',
  routes: (settings) => guardedRoutes(settings).map(({ method, path }) => `${method} ${path}/`),
  find: 'authctl probe --checks: guard-bypass trailing-slash; or authctl probe, with a route `GET /users/` that nobody may in authctl.yaml: exposed',
  apply: (policy) => ({
    ...opened(policy, (_route, { url = '' }) => isSlashed(pathOf(url))),
    target(request) {
      const { method, path } = policy.target(request);
      return { method, path: isSlashed(path) ? path.slice(0, -1) : path };
    },
  }),
};
