import { memberOf } from '../../json.js';
import { judgeParameter } from '../header-rule.js';
import { mediaSubtype } from '../profile.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const hdrB64False: TokenRule = {
  id: 'hdr.b64-false',
  title: 'a JWT whose payload is not encoded',
  severity: 'critical',
  about: 'token',
  sources: [rfc(7797, '7')],
  advice: 'leave `b64` out: a JWT is always encoded',
  judge: (subject) =>
    judgeParameter(subject, 'b64', (b64, header) => {
      const isJwt = subject.claims !== null || /(?:^|\+)jwt$/.test(mediaSubtype(memberOf(header, 'typ')));
      return b64 === false && isJwt ? '`b64` is false, which no JWT may have' : undefined;
    }),
};

export const hdrB64WithoutCrit: TokenRule = {
  id: 'hdr.b64-without-crit',
  title: 'an unencoded payload that readers are not told of',
  severity: 'high',
  about: 'token',
  sources: [rfc(7797, '6')],
  advice: 'name `b64` in `crit`: a reader that does not know it sees other bytes than were signed',
  judge: (subject) =>
    judgeParameter(subject, 'b64', (_b64, header) => {
      const crit = memberOf(header, 'crit');
      return Array.isArray(crit) && crit.includes('b64')
        ? undefined
        : '`b64` is there, but `crit` does not name it';
    }),
};
