import { inWords } from '../../duration.js';
import { instantClaim, judgeClaim } from '../claim-rule.js';
import type { Kind } from '../profile.js';
import type { Match, TokenRule } from '../rule.js';
import { oidc, rfc } from '../source.js';

type Limit = readonly [seconds: number, severity: NonNullable<Match['severity']>, inWords: string];

const FOR_ACCESS: readonly Limit[] = [
  [24 * 3_600, 'high', 'a day'],
  [3_600, 'medium', 'an hour'],
];

/** How long a token may live at most, the worst first; an ID token is used once, at the login. */
const LIMITS: Readonly<Partial<Record<Kind, readonly Limit[]>>> = {
  'access-token': FOR_ACCESS,
  other: FOR_ACCESS,
  logout: [[120, 'low', 'two minutes']],
};

/** A stolen token works until it expires. */
export const expLifetime: TokenRule = {
  id: 'exp.lifetime',
  title: 'a token that lives long',
  severity: 'medium',
  about: 'token',
  kinds: ['access-token', 'other', 'logout'],
  sources: [rfc(6750, '5.3'), oidc('Back-Channel Logout', 'LogoutToken', '2.4')],
  advice: 'let tokens live an hour at most, and refresh them',
  judge: (subject) =>
    judgeClaim(subject, 'exp', (_exp, claims) => {
      const exp = instantClaim(claims, 'exp');
      if (exp === undefined) return undefined;
      const start = instantClaim(claims, 'iat') ?? instantClaim(claims, 'nbf');
      const lifetime = exp - (start ?? subject.now);
      const limit = LIMITS[subject.kind]?.find(([seconds]) => lifetime > seconds);
      if (limit === undefined) return undefined;
      const [, severity, most] = limit;
      const lives = start === undefined ? 'is still good for' : 'lives';
      return { message: `the token ${lives} ${inWords(lifetime)}, more than ${most}`, severity };
    }),
};
