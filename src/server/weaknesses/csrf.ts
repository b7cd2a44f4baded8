import { guardedRoutes, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

export const csrf: Weakness = {
  id: 'csrf',
  title: 'missing CSRF check',
  cwe: 352,
  owasp: 'API8:2023',
  summary:
    'a cookie session counts for what a page of another origin has the browser send, without a CSRF token',
  routes: (settings) => [
    'POST /session',
    'DELETE /session',
    ...guardedRoutes(settings)
      .filter(({ method }) => method !== 'GET')
      .map(routeName),
  ],
  find: 'authctl probe --checks: csrf, with --allow-writes; POST /articles with a session cookie and Origin: https://evil.example answers 201',
  apply: (policy) => ({ ...policy, forgeryOf: () => undefined }),
};
