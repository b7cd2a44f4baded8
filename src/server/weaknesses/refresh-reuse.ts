import type { Weakness } from './weakness.js';

export const refreshReuse: Weakness = {
  id: 'refresh-reuse',
  title: 'refresh reuse allowed',
  cwe: 294,
  owasp: 'API2:2023',
  summary: 'a refresh token serves any number of times, so nobody notices that it was stolen',
  routes: () => ['POST /oauth/token'],
  find: 'authctl probe --checks: refresh-reuse; authctl login --flow refresh, twice with the same AUTHCTL_REFRESH_TOKEN',
  apply: (policy) => ({ ...policy, rotatesRefreshTokens: false }),
};
