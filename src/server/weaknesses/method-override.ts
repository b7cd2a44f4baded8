import { guardedRoutes, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

const HEADER = 'x-http-method-override';

/** The guard looks at the method that was sent, the router at the one in the header. */
export const methodOverride: Weakness = {
  id: 'method-override',
  title: 'method override',
  cwe: 650,
  owasp: 'API5:2023',
  summary:
    'a request is served as the method that X-HTTP-Method-Override names, and guarded as the method it was sent with',
  routes: (settings) =>
    guardedRoutes(settings)
      .filter(({ method, path }) => method !== 'GET' && guardedRoutes(settings).some(readsAt(path)))
      .map(routeName),
  find: 'authctl probe --checks: guard-bypass method-override, with --allow-delete; GET /articles/1 with X-HTTP-Method-Override: DELETE and the token of agus deletes it',
  apply: (policy) => ({
    ...policy,
    target(request) {
      const { method, path } = policy.target(request);
      const named = request.headers[HEADER];
      return { method: typeof named === 'string' ? named.toUpperCase() : method, path };
    },
    access(route, question) {
      const { request, router } = question;
      const sent = router.match(request.method ?? '', policy.target(request).path);
      const guarded = sent.kind === 'route' && sent.route.access !== 'public' ? sent.route : route;
      return policy.access(guarded, question);
    },
  }),
};

const readsAt =
  (path: string) =>
  (other: { readonly method: string; readonly path: string }): boolean =>
    other.method === 'GET' && other.path === path;
