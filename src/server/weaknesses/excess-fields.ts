import { USERS } from '../settings.js';
import { guardedRoutes, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

/** A hash that no password is known for: not even a server that is weak on purpose gives a real one away. */
const HASH = '$scrypt$ln=14,r=8,p=1$ZGVtbw$ZGVtbyBvbmx5OiBubyBwYXNzd29yZCBpcyBrbm93biBmb3IgdGhpcw';

export const excessFields: Weakness = {
  id: 'excess-fields',
  title: 'fields that must not be there',
  cwe: 213,
  owasp: 'API3:2023',
  summary: 'accounts are answered with passwordHash among their members',
  routes: (settings) =>
    guardedRoutes(settings)
      .filter(({ method, action }) => method === 'GET' && 'resource' in action && action.resource === USERS)
      .map(routeName),
  find: 'authctl probe, with `forbiddenFields: [passwordHash]` for the route in authctl.yaml: bopla',
  apply: (policy) => ({
    ...policy,
    answerOf(answer, route) {
      const leaving = policy.answerOf(answer, route);
      if (route.method !== 'GET' || route.operation?.tag !== USERS) return leaving;
      return { ...leaving, body: revealing(leaving.body) };
    },
  }),
};

function revealing(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(revealing);
  const isUser = typeof body === 'object' && body !== null && 'username' in body;
  return isUser ? { ...body, passwordHash: HASH } : body;
}
