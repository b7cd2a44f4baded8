import { isSame, privilegedRead, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

/** Broken function level authorization: who is logged in may, whatever the role. */
export const bfla: Weakness = {
  id: 'bfla',
  title: 'function check missing on one route',
  cwe: 285,
  owasp: 'API5:2023',
  summary: 'a route that is meant for some roles asks for a login only, so every role reaches it',
  routes: (settings) => [privilegedRead(settings)].flatMap((route) => (route ? [routeName(route)] : [])),
  find: 'authctl probe: privilege-escalation',
  apply: (policy) => ({
    ...policy,
    access(route, question) {
      const { settings } = question;
      if (!isSame(route, privilegedRead(settings))) return policy.access(route, question);
      return settings.roles.map(({ name }) => ({ role: name }));
    },
  }),
};
