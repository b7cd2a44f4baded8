import { guardedRoutes, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

/** Broken object level authorization: who may on the own object may on everybody's. */
export const bola: Weakness = {
  id: 'bola',
  title: 'ownership check missing',
  cwe: 639,
  owasp: 'API1:2023',
  summary: 'whoever may use a route on an own object may use it on any, by putting another id into the path',
  routes: (settings) =>
    guardedRoutes(settings)
      .filter(({ access }) => access !== 'public' && access.some(({ when }) => when === 'own'))
      .map(routeName),
  find: 'authctl probe, with `owns:` for each subject: bola',
  apply: (policy) => ({
    ...policy,
    access: (route, question) => policy.access(route, question).map(({ role }) => ({ role })),
  }),
};
