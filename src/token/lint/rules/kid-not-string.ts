import { judgeParameter } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const kidNotString: TokenRule = {
  id: 'kid.not-string',
  title: 'a key id that is no string',
  severity: 'high',
  about: 'token',
  sources: [rfc(7515, '4.1.4')],
  advice: 'make `kid` a string',
  judge: (subject) =>
    judgeParameter(subject, 'kid', (kid) =>
      typeof kid === 'string' ? undefined : `\`kid\` is ${quoted(kid)}, not a string`,
    ),
};
