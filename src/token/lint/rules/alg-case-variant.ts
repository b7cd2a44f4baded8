import { isRegistered, respelled } from '../algorithms.js';
import { judgeText } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc8725bis } from '../source.js';

/** Written to get past a filter that compares exactly, to a library that does not. */
export const algCaseVariant: TokenRule = {
  id: 'alg.case-variant',
  title: 'an algorithm in another spelling',
  severity: 'critical',
  about: 'token',
  sources: [rfc8725bis('2.11'), rfc8725bis('3.1')],
  advice: 'write the algorithm exactly as it is registered, and compare it exactly',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg, _header, { part }) => {
      const registered = respelled(alg);
      if (registered === undefined || isRegistered(alg, part === null) || registered === alg)
        return undefined;
      return `\`alg\` is ${quoted(alg)}, which is ${registered} only where spelling does not count`;
    }),
};
