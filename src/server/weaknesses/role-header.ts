import type { Weakness } from './weakness.js';

const HEADER = 'x-role';

/** Wins over `stale-role`: what the request says goes before what the token says. */
export const roleHeader: Weakness = {
  id: 'role-header',
  title: 'role header trusted',
  cwe: 807,
  owasp: 'API5:2023',
  summary: 'a request that names a role in X-Role is judged by that role, whatever the role of its user',
  routes: () => ['GET /me'],
  find: 'authctl probe --checks: guard-bypass role-header; GET /me with X-Role: admin and the token of agus answers the role admin',
  apply: (policy) => ({
    ...policy,
    async identify(request, route, state) {
      const caller = await policy.identify(request, route, state);
      const role = state.settings.roles.find(({ name }) => name === request.headers[HEADER])?.name;
      return caller.kind === 'user' && role !== undefined
        ? { ...caller, user: { ...caller.user, role } }
        : caller;
    },
  }),
};
