import type { Weakness } from './weakness.js';

export const redirectPrefix: Weakness = {
  id: 'redirect-prefix',
  title: 'redirect URI prefix match',
  cwe: 601,
  owasp: 'API2:2023',
  summary:
    'a code is sent to any address that begins like a registered one, such as another page of the same host',
  routes: () => ['GET /oauth/authorize'],
  find: 'authctl probe --checks: redirect-uri; GET /oauth/authorize with redirect_uri=http://127.0.0.1/callback/elsewhere leads there',
  apply: (policy) => ({
    ...policy,
    redirectUriAllowed: (uri, registered, isRegistered) =>
      policy.redirectUriAllowed(uri, registered, isRegistered) ||
      registered.some((each) => uri.startsWith(each)),
  }),
};
