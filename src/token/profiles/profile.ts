import type { Expectations } from '../claim-checks.js';
import type { Failure } from '../failure.js';
import { accessTokenRules } from './access-token.js';
import { type DpopExpectations, dpopRules } from './dpop-proof.js';
import { type IdTokenExpectations, idTokenRules } from './id-token.js';
import { type LogoutTokenExpectations, logoutTokenRules } from './logout-token.js';
import type { Rule, Said } from './rule.js';

/** A kind of token, and what its kind asks for besides what every token may be asked for. */
export type ProfileExpectations =
  | { readonly kind: 'access-token' }
  | IdTokenExpectations
  | LogoutTokenExpectations
  | DpopExpectations;

/** Everything that the rules of a kind have against a token; each failure names where the rule is written. */
export function checkProfile(
  profile: ProfileExpectations,
  said: Said,
  expected: Expectations,
  now: number,
): readonly Failure[] {
  const judged = <Extra>(rules: readonly Rule<Extra>[], extra: Extra) =>
    rules.flatMap((rule) => rule(said, extra, expected, now));
  switch (profile.kind) {
    case 'access-token':
      return judged(accessTokenRules, profile);
    case 'id-token':
      return judged(idTokenRules, profile);
    case 'logout':
      return judged(logoutTokenRules, profile);
    case 'dpop':
      return judged(dpopRules, profile);
  }
}
