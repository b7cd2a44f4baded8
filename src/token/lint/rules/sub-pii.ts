import { judgeClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

const MAIL = /^[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63})+$/;
const TELEPHONE = /^(?:tel:)?\+[\d ()-]{7,20}$/;

export const subPii: TokenRule = {
  id: 'sub.pii',
  title: 'a person told by the subject',
  severity: 'low',
  about: 'token',
  sources: [rfc(9068, '6'), rfc(7519, '12')],
  advice: 'use an id that means nothing elsewhere: addresses and numbers change, and end up in logs',
  judge: (subject) =>
    judgeClaim(subject, 'sub', (sub) => {
      if (typeof sub !== 'string') return undefined;
      if (MAIL.test(sub)) return '`sub` is a mail address';
      return TELEPHONE.test(sub) ? '`sub` is a telephone number' : undefined;
    }),
};
