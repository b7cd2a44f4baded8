import { relative } from '../../duration.js';
import { judgeClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const expPast: TokenRule = {
  id: 'exp.past',
  title: 'expired',
  severity: 'high',
  about: 'token',
  sources: [rfc(7519, '4.1.4'), rfc(9068, '4')],
  advice: 'get a new token; an API that takes this one does not look at `exp`',
  judge: (subject) =>
    judgeClaim(subject, 'exp', (exp) =>
      typeof exp === 'number' && exp <= subject.now
        ? `the token expired ${relative(exp, subject.now)}`
        : undefined,
    ),
};
