import { alsoTaking } from './also-taking.js';
import { withSecret } from './unsigned.js';
import type { Weakness } from './weakness.js';

const SECRET = 'secret';

/** What `POST /login` issues is under HMAC; the OAuth endpoints go on signing with the server's key, which counts too. */
export const weakSecret: Weakness = {
  id: 'weak-secret',
  title: 'weak HMAC secret',
  cwe: 1391,
  owasp: 'API2:2023',
  summary: 'access tokens are signed under HMAC with a secret that stands in every word list',
  routes: () => ['POST /login'],
  find: 'authctl forge crack --as agus, or authctl lint --as agus: key.hmac-wordlist',
  apply: (policy) => ({
    ...alsoTaking(policy, async (token, _keys, rules) => withSecret(token, SECRET, rules)),
    signerOf: () => ({ alg: 'HS256', key: Buffer.from(SECRET) }),
  }),
};
