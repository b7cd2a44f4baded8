import { judgeParameter } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc, rfc8725bis } from '../source.js';

export const hdrZipInJws: TokenRule = {
  id: 'hdr.zip-in-jws',
  title: 'compression in a signed token',
  severity: 'medium',
  about: 'token',
  sources: [rfc(7516, '4.1.3'), rfc8725bis('3.15')],
  advice: 'leave `zip` out: only encrypted tokens know it, and those are better off without',
  judge: (subject) =>
    judgeParameter(subject, 'zip', (zip, _header, { part }) =>
      part === null ? undefined : `\`zip\` is ${quoted(zip)}, which means nothing in a signed token`,
    ),
};

export const jweZip: TokenRule = {
  id: 'jwe.zip',
  title: 'compressed before it was encrypted',
  severity: 'medium',
  about: 'token',
  sources: [rfc(8725, '3.6'), rfc8725bis('2.12'), rfc8725bis('3.15')],
  advice: 'leave `zip` out: the length tells of the content, and a small token can unpack into a huge one',
  judge: (subject) =>
    judgeParameter(subject, 'zip', (zip, _header, { part }) =>
      part === null ? `\`zip\` is ${quoted(zip)}` : undefined,
    ),
};
