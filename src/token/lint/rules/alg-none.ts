import { judgeText } from '../header-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const algNone: TokenRule = {
  id: 'alg.none',
  title: 'not signed',
  severity: 'critical',
  about: 'token',
  sources: [rfc(8725, '3.2'), rfc(8725, '2.1'), rfc(9068, '4')],
  advice: 'sign the token, and refuse `none` in any spelling: anybody can have written this one',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg) =>
      alg.trim().toLowerCase() === 'none'
        ? `the token is not signed: its algorithm is \`${alg}\``
        : undefined,
    ),
};
