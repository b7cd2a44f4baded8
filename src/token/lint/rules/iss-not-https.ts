import { isTrustworthy } from '../../keys/fetch-json.js';
import { judgeClaim } from '../claim-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** Where an issuer is an address, its keys are fetched from there. An address on this machine is for development. */
export const issNotHttps: TokenRule = {
  id: 'iss.not-https',
  title: 'an issuer without TLS',
  severity: 'medium',
  about: 'token',
  kinds: ['access-token', 'id-token', 'logout', 'other'],
  sources: [rfc(8414, '2'), rfc(9068, '2.2')],
  advice: 'use an https URL without query and fragment for the issuer',
  judge: (subject) =>
    judgeClaim(subject, 'iss', (iss) => {
      if (typeof iss !== 'string' || isTrustworthy(iss)) return undefined;
      if (/^http:/i.test(iss)) return `the issuer ${quoted(iss)} is reached without TLS`;
      if (subject.kind === 'other') return undefined;
      return { message: `the issuer ${quoted(iss)} is no URL, so its keys cannot be found`, severity: 'low' };
    }),
};
