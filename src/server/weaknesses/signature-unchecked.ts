import { alsoTaking } from './also-taking.js';
import { probedWith } from './find-by-forgery.js';
import { withoutSignature } from './unsigned.js';
import type { Weakness } from './weakness.js';

export const signatureUnchecked: Weakness = {
  id: 'signature-unchecked',
  title: 'signature not checked',
  cwe: 347,
  owasp: 'API2:2023',
  summary: 'a token is decoded and never verified: whatever it claims counts',
  routes: () => ['GET /me'],
  find: probedWith('sig.garbage'),
  apply: (policy) => alsoTaking(policy, async (token, _keys, rules) => withoutSignature(token, rules)),
};
