import { USERS } from '../settings.js';
import { guardedRoutes, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

export const massAssignment: Weakness = {
  id: 'mass-assignment',
  title: 'mass assignment of role',
  cwe: 915,
  owasp: 'API3:2023',
  summary: 'who changes the own account may send a role along, and has it',
  routes: (settings) =>
    guardedRoutes(settings)
      .filter(({ action }) => action.kind === 'update' && action.resource === USERS)
      .map(routeName),
  find: 'authctl probe --checks: mass-assignment, with `privileged: { role: admin }` for the route; PATCH /users/2 with {"role":"admin"} and the token of agus, log in again, and `authctl decode`',
  apply: (policy) => ({
    ...policy,
    bodyOf(definition, route) {
      const { fields, ...rest } = policy.bodyOf(definition, route);
      if (route.method !== 'PATCH' || route.operation?.tag !== USERS) return { fields, ...rest };
      return { ...rest, fields: { ...fields, role: ROLE } };
    },
  }),
};

const ROLE = { type: 'text', minLength: 1, maxLength: 100, example: 'admin', optional: true } as const;
