import { isRegistered, respelled, sha1Algorithms } from '../algorithms.js';
import { judgeText } from '../header-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const algUnregistered: TokenRule = {
  id: 'alg.unregistered',
  title: 'an algorithm that nobody registered',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.2'), rfc(7515, '4.1.1')],
  advice: 'use a registered algorithm, such as ES256 or RS256',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg, _header, { part }) => {
      const encrypted = part === null;
      if (isRegistered(alg, encrypted) || sha1Algorithms.has(alg)) return undefined;
      const registered = respelled(alg);
      if (registered !== undefined && registered !== alg) return undefined;
      const use = encrypted ? 'encrypted' : 'signed';
      return `${quoted(alg)} is not a registered algorithm for ${use} tokens`;
    }),
};
