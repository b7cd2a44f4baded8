import type { Weakness } from './weakness.js';

/** Loses against `role-header`. A cookie session says no role, so it keeps the one of its user. */
export const staleRole: Weakness = {
  id: 'stale-role',
  title: 'stale role',
  cwe: 863,
  owasp: 'API5:2023',
  summary: 'the role in a token counts until the token expires, although the user has another one by now',
  routes: () => ['GET /me'],
  find: 'change a role in the file of `authctl serve --config`, then GET /me with a token from before answers the old one',
  apply: (policy) => ({
    ...policy,
    async identify(request, route, state) {
      const caller = await policy.identify(request, route, state);
      if (caller.kind !== 'user' || typeof caller.claims?.role !== 'string') return caller;
      return { ...caller, user: { ...caller.user, role: caller.claims.role } };
    },
  }),
};
