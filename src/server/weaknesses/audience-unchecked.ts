import type { JWTClaimVerificationOptions } from 'jose';
import { probedWith } from './find-by-forgery.js';
import type { Weakness } from './weakness.js';

const loosened = ({ audience: _, ...rules }: JWTClaimVerificationOptions): JWTClaimVerificationOptions =>
  rules;

export const audienceUnchecked: Weakness = {
  id: 'audience-unchecked',
  title: 'audience not checked',
  cwe: 345,
  owasp: 'API2:2023',
  summary:
    'a token that was issued for another API is taken here, so that API can use what its callers send it',
  routes: () => ['GET /me'],
  find: probedWith('aud.wrong:signed --key server-keys.json'),
  apply: (policy) => ({
    ...policy,
    claimRules: (expected) => loosened(policy.claimRules(expected)),
  }),
};
