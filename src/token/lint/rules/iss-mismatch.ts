import { judgeClaim } from '../claim-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** The issuer is an identifier: it is compared character by character. A DPoP proof has none. */
export const issMismatch: TokenRule = {
  id: 'iss.mismatch',
  title: 'from another issuer',
  severity: 'critical',
  about: 'token',
  kinds: ['access-token', 'id-token', 'logout', 'other'],
  sources: [rfc(9068, '4'), rfc(8725, '3.8'), rfc(8414, '3.3')],
  advice: 'refuse this token, or name the issuer exactly as its metadata does',
  judge: (subject) => {
    const expected = subject.server?.issuer ?? null;
    if (expected === null) return [];
    return judgeClaim(subject, 'iss', (iss) => {
      if (iss === expected) return undefined;
      const message = `the issuer is ${quoted(iss)}, not ${quoted(expected)}`;
      return differsInSlash(iss, expected) ? `${message}: the two differ in the slash at the end` : message;
    });
  },
};

const differsInSlash = (a: unknown, b: string): boolean =>
  typeof a === 'string' && a.replace(/\/$/, '') === b.replace(/\/$/, '');
