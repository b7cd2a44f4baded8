import { type JsonObject, memberOf } from '../../json.js';
import { judgeParameter } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Extensions that verifiers commonly implement. @see RFC 7797 section 6 */
const KNOWN = new Set(['b64']);

/** Parameters that every implementation has to know, so that naming them says nothing. @see RFC 7515 section 4.1, RFC 7516 section 4.1, RFC 7518 section 4 */
const REGISTERED = new Set(
  'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c'.split(' '),
);

/** Judges the names in each `crit` that is a list. */
function judgeNames(
  subject: TokenSubject,
  isWrong: (name: string, header: JsonObject) => boolean,
  message: (names: string) => string,
) {
  return judgeParameter(subject, 'crit', (crit, header) => {
    const names = Array.isArray(crit) ? crit.filter((name): name is string => typeof name === 'string') : [];
    const wrong = names.filter((name) => isWrong(name, header));
    return wrong.length === 0 ? undefined : message(wrong.map(quoted).slice(0, 5).join(', '));
  });
}

export const hdrCritUnknown: TokenRule = {
  id: 'hdr.crit-unknown',
  title: 'an extension that must be understood, and is not known',
  severity: 'high',
  about: 'token',
  sources: [rfc(7515, '4.1.11')],
  advice: 'refuse this token unless you implement what `crit` names',
  judge: (subject) =>
    judgeNames(
      subject,
      (name) => !KNOWN.has(name) && !REGISTERED.has(name),
      (names) => `\`crit\` names ${names}, which must be understood`,
    ),
};

export const hdrCritEmpty: TokenRule = {
  id: 'hdr.crit-empty',
  title: 'a list of critical parameters that is none',
  severity: 'high',
  about: 'token',
  sources: [rfc(7515, '4.1.11')],
  advice: 'make `crit` a list of names without repetition, or leave it out',
  judge: (subject) =>
    judgeParameter(subject, 'crit', (crit) => {
      if (!Array.isArray(crit) || crit.some((name) => typeof name !== 'string' || name === ''))
        return `\`crit\` is ${quoted(crit)}, not a list of names`;
      if (crit.length === 0) return '`crit` is an empty list';
      return new Set(crit).size < crit.length ? '`crit` names a parameter twice' : undefined;
    }),
};

export const hdrCritRegistered: TokenRule = {
  id: 'hdr.crit-registered',
  title: 'a standard parameter among the critical extensions',
  severity: 'high',
  about: 'token',
  sources: [rfc(7515, '4.1.11')],
  advice: 'name only extensions in `crit`: the standard parameters are always understood',
  judge: (subject) =>
    judgeNames(
      subject,
      (name) => REGISTERED.has(name),
      (names) => `\`crit\` names ${names}, which is no extension`,
    ),
};

export const hdrCritAbsentMember: TokenRule = {
  id: 'hdr.crit-absent-member',
  title: 'a critical parameter that is not there',
  severity: 'high',
  about: 'token',
  sources: [rfc(7515, '4.1.11')],
  advice: 'name only parameters in `crit` that the header has',
  judge: (subject) =>
    judgeNames(
      subject,
      (name, header) => memberOf(header, name) === undefined,
      (names) => `\`crit\` names ${names}, which the header does not have`,
    ),
};
