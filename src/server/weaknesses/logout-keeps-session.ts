import type { Weakness } from './weakness.js';

export const logoutKeepsSession: Weakness = {
  id: 'logout-keeps-session',
  title: 'logout that keeps the session',
  cwe: 613,
  owasp: 'API2:2023',
  summary: 'a logout removes the cookie from the browser and leaves the session alive on the server',
  routes: () => ['DELETE /session'],
  find: 'authctl probe --checks: logout-ineffective; DELETE /session, then GET /me with the same cookie answers',
  apply: (policy) => ({ ...policy, endSession: () => undefined }),
};
