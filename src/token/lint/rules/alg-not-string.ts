import { judgeParameter } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const algNotString: TokenRule = {
  id: 'alg.not-string',
  title: 'an algorithm that is no string',
  severity: 'critical',
  about: 'token',
  sources: [rfc(7515, '4.1.1')],
  advice: 'make `alg` a string; a verifier refuses anything else',
  judge: (subject) =>
    judgeParameter(subject, 'alg', (alg) =>
      typeof alg === 'string' ? undefined : `\`alg\` is ${quoted(alg)}, not a string`,
    ),
};
