import type { JWTClaimVerificationOptions } from 'jose';
import { alsoTaking } from './also-taking.js';
import { probedWith } from './find-by-forgery.js';
import type { Weakness } from './weakness.js';

/** OpenID Connect Core section 2: no type, no id, and the client for an audience. */
const asIdToken = (
  { typ: _, ...rules }: JWTClaimVerificationOptions,
  clients: readonly string[],
): JWTClaimVerificationOptions => ({
  ...rules,
  audience: [...clients],
  requiredClaims: ['sub', 'exp', 'iat'],
});

export const idTokenAccepted: Weakness = {
  id: 'id-token-accepted',
  title: 'ID token accepted as access token',
  cwe: 287,
  owasp: 'API2:2023',
  summary:
    'what proves a login to a client counts as the right to call the API, whatever the client was given',
  routes: () => ['GET /me'],
  find: probedWith('typ.id-token-as-access --id-token @id-token.jwt'),
  apply: (policy) =>
    alsoTaking(policy, (token, keys, rules, expected) =>
      policy.verifyToken(token, keys, asIdToken(rules, expected.clients), expected),
    ),
};
