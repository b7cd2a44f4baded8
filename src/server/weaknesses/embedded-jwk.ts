import { EmbeddedJWK, jwtVerify } from 'jose';
import { alsoTaking } from './also-taking.js';
import { probedWith } from './find-by-forgery.js';
import type { Weakness } from './weakness.js';

export const embeddedJwk: Weakness = {
  id: 'embedded-jwk',
  title: 'embedded jwk trusted',
  cwe: 347,
  owasp: 'API2:2023',
  summary: 'the signature is checked with the key that the token itself brings along',
  routes: () => ['GET /me'],
  find: probedWith('jwk.embed:ec'),
  apply: (policy) =>
    alsoTaking(policy, async (token, _keys, rules) => (await jwtVerify(token, EmbeddedJWK, rules)).payload),
};
