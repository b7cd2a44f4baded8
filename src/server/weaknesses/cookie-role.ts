import { isSame, privilegedRead, routeName } from './api-routes.js';
import type { Weakness } from './weakness.js';

/** Two guards on one route, and only one of them looks at roles. */
export const cookieRole: Weakness = {
  id: 'cookie-role',
  title: 'role unchecked for cookie sessions',
  cwe: 285,
  owasp: 'API5:2023',
  summary:
    'a route that is meant for some roles asks a token for its role, and a cookie session for nothing but a login',
  routes: (settings) => [privilegedRead(settings)].flatMap((route) => (route ? [routeName(route)] : [])),
  find: 'authctl probe --parity: parity',
  apply: (policy) => ({
    ...policy,
    access(route, question) {
      const { request, settings } = question;
      const byCookie = request.headers.authorization === undefined;
      if (!byCookie || !isSame(route, privilegedRead(settings))) return policy.access(route, question);
      return settings.roles.map(({ name }) => ({ role: name }));
    },
  }),
};
