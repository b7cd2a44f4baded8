import type { Weakness } from './weakness.js';

export const pkceOptional: Weakness = {
  id: 'pkce-optional',
  title: 'PKCE optional',
  cwe: 287,
  owasp: 'API2:2023',
  summary:
    'a public client gets a code without a code challenge, so whoever intercepts the code can redeem it',
  routes: () => ['GET /oauth/authorize'],
  find: 'authctl probe --checks: pkce-optional; GET /oauth/authorize for the client authctl without code_challenge leads to a code',
  apply: (policy) => ({ ...policy, requiresPkce: false }),
};
