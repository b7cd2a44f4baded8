import type { JWTClaimVerificationOptions } from 'jose';
import { calledWith } from './find-by-forgery.js';
import type { Weakness } from './weakness.js';

const loosened = (rules: JWTClaimVerificationOptions): JWTClaimVerificationOptions => ({
  ...rules,
  clockTolerance: Number.MAX_SAFE_INTEGER,
});

export const expiryUnchecked: Weakness = {
  id: 'expiry-unchecked',
  title: 'expiry not checked',
  cwe: 613,
  owasp: 'API2:2023',
  summary: 'a token counts for ever, long after it has expired',
  routes: () => ['GET /me'],
  find: calledWith('time.expired:signed --key server-keys.json'),
  apply: (policy) => ({
    ...policy,
    claimRules: (expected) => loosened(policy.claimRules(expected)),
  }),
};
