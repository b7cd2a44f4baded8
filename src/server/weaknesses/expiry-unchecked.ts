import type { JWTClaimVerificationOptions } from 'jose';
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
  find: 'authctl forge time.expired:signed --key KEY, or authctl serve --ttl 1s',
  apply: (policy) => ({
    ...policy,
    claimRules: (expected) => loosened(policy.claimRules(expected)),
  }),
};
