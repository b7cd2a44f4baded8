import type { Weakness } from './weakness.js';

/** What a session id may look like when a browser chooses it. */
const ID = /^[\w-]{1,128}$/;

export const sessionFixation: Weakness = {
  id: 'session-fixation',
  title: 'session fixation',
  cwe: 384,
  owasp: 'API2:2023',
  summary: 'a login keeps the session id that came with it, so whoever planted that id is logged in as well',
  routes: () => ['POST /session'],
  find: 'authctl probe --checks: session-fixation; POST /session with a cookie of your own making, then GET /me with it answers',
  apply: (policy) => ({
    ...policy,
    sessionId: (sent) => (sent !== undefined && ID.test(sent) ? sent : policy.sessionId(sent)),
  }),
};
