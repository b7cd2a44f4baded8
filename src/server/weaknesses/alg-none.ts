import { UnsecuredJWT } from 'jose';
import { alsoTaking } from './also-taking.js';
import { probedWith } from './find-by-forgery.js';
import type { Weakness } from './weakness.js';

export const algNone: Weakness = {
  id: 'alg-none',
  title: 'alg: none accepted',
  cwe: 347,
  owasp: 'API2:2023',
  summary: 'a token whose header says alg: none counts without a signature, so anybody writes tokens',
  routes: () => ['GET /me'],
  find: probedWith('none.none'),
  apply: (policy) =>
    alsoTaking(policy, async (token, _keys, rules) => UnsecuredJWT.decode(token, rules).payload),
};
