import type { JsonObject } from '../../json.js';
import { CLOCK_SKEW, claimAt, instantClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { oidc, rfc } from '../source.js';

/** What must come before what, and by how many seconds it may come after all. */
const ORDER: readonly { early: string; late: string; skew: number; wrong: string }[] = [
  { early: 'iat', late: 'exp', skew: 0, wrong: 'the token expires no later than it is issued' },
  { early: 'nbf', late: 'exp', skew: 0, wrong: 'the token expires no later than it becomes valid' },
  { early: 'auth_time', late: 'iat', skew: CLOCK_SKEW, wrong: 'the login came after the token' },
];

/** Whether the earlier claim is in its place, or one of the two is missing. */
function isInOrder(claims: JsonObject, { early, late, skew }: (typeof ORDER)[number]): boolean {
  const [from, to] = [instantClaim(claims, early), instantClaim(claims, late)];
  if (from === undefined || to === undefined) return true;
  return skew === 0 ? from < to : from <= to + skew;
}

export const timeOrder: TokenRule = {
  id: 'time.order',
  title: 'times in the wrong order',
  severity: 'high',
  about: 'token',
  sources: [rfc(7519, '4.1.4'), rfc(9068, '2.2'), oidc('Core', 'IDToken', '2')],
  advice: 'refuse this token: no sound issuer makes it; look for mixed units and clocks',
  judge: ({ claims }) =>
    claims === null
      ? []
      : ORDER.filter((pair) => !isInOrder(claims, pair)).map(({ early, late, wrong }) => ({
          message: `${wrong}: \`${early}\` is ${instantClaim(claims, early)}, \`${late}\` ${instantClaim(claims, late)}`,
          at: claimAt(late),
        })),
};
