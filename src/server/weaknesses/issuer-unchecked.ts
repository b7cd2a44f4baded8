import type { JWTClaimVerificationOptions } from 'jose';
import { probedWith } from './find-by-forgery.js';
import type { Weakness } from './weakness.js';

const loosened = ({ issuer: _, ...rules }: JWTClaimVerificationOptions): JWTClaimVerificationOptions => rules;

export const issuerUnchecked: Weakness = {
  id: 'issuer-unchecked',
  title: 'issuer not checked',
  cwe: 346,
  owasp: 'API2:2023',
  summary: 'a token of another issuer counts as long as a key fits',
  routes: () => ['GET /me'],
  find: probedWith('iss.wrong:signed --key server-keys.json'),
  apply: (policy) => ({
    ...policy,
    claimRules: (expected) => loosened(policy.claimRules(expected)),
  }),
};
