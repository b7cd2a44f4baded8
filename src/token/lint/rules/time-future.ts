import { relative } from '../../duration.js';
import { CLOCK_SKEW, judgeClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const iatFuture: TokenRule = {
  id: 'iat.future',
  title: 'issued in the future',
  severity: 'medium',
  about: 'token',
  sources: [rfc(7519, '4.1.6'), rfc(9068, '2.2')],
  advice: 'set the clock of the issuer, or of this machine',
  judge: (subject) =>
    judgeClaim(subject, 'iat', (iat) =>
      typeof iat === 'number' && iat > subject.now + CLOCK_SKEW
        ? `the token says that it is issued ${relative(iat, subject.now)}`
        : undefined,
    ),
};

export const nbfFuture: TokenRule = {
  id: 'nbf.future',
  title: 'not valid yet',
  severity: 'medium',
  about: 'token',
  sources: [rfc(7519, '4.1.5')],
  advice: 'wait, or set the clock of the issuer; an API that takes this token does not look at `nbf`',
  judge: (subject) =>
    judgeClaim(subject, 'nbf', (nbf) =>
      typeof nbf === 'number' && nbf > subject.now + CLOCK_SKEW
        ? `the token becomes valid ${relative(nbf, subject.now)}`
        : undefined,
    ),
};
