import type { Weakness } from './weakness.js';

/** A field of the request goes before it. */
export const tokenInQuery: Weakness = {
  id: 'token-in-query',
  title: 'token in the query',
  cwe: 598,
  owasp: 'API2:2023',
  summary: 'a token is taken from ?access_token=, and so gets into logs, histories and Referer fields',
  routes: () => ['GET /me'],
  find: 'authctl probe --checks: token-accepted token-in-query; GET /me?access_token=TOKEN answers; authctl lint on that address says source.in-url',
  apply: (policy) => ({
    ...policy,
    authorization(request) {
      const token = new URL(request.url ?? '', 'http://server').searchParams.get('access_token');
      return policy.authorization(request) ?? (token === null ? undefined : `Bearer ${token}`);
    },
  }),
};
