import { guardedRoutes } from './api-routes.js';
import { opened } from './opened.js';
import type { Weakness } from './weakness.js';

export const head: Weakness = {
  id: 'head',
  title: 'HEAD unguarded',
  cwe: 306,
  owasp: 'API2:2023',
  summary: 'HEAD is answered without credentials, so everybody learns what exists and how long it is',
  routes: (settings) =>
    guardedRoutes(settings).flatMap(({ method, path }) => (method === 'GET' ? [`HEAD ${path}`] : [])),
  find: 'authctl probe --checks: guard-bypass head; or authctl probe, with a route `HEAD /users` in authctl.yaml: exposed',
  apply: (policy) => opened(policy, (_route, { method }) => method === 'HEAD'),
};
