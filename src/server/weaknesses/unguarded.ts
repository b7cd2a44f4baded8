import type { ServerSettings } from '../settings.js';
import { guardedRoutes, isSame, privilegedRead, routeName } from './api-routes.js';
import { opened } from './opened.js';
import type { Weakness } from './weakness.js';

/** The first route that reads; another than the one of `bfla`, so that each shows by itself. */
const forgotten = (settings: ServerSettings) =>
  guardedRoutes(settings).find((route) => route.method === 'GET' && !isSame(route, privilegedRead(settings)));

export const unguarded: Weakness = {
  id: 'unguarded',
  title: 'unguarded route',
  cwe: 306,
  owasp: 'API2:2023',
  summary: 'a route that is meant to be guarded answers without credentials',
  routes: (settings) => [forgotten(settings)].flatMap((route) => (route ? [routeName(route)] : [])),
  find: 'authctl probe: exposed',
  apply: (policy) => opened(policy, (route, _request, settings) => isSame(route, forgotten(settings))),
};
