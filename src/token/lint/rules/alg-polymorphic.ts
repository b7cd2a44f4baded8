import { judgeText } from '../header-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc, rfc8725bis } from '../source.js';

export const algPolymorphic: TokenRule = {
  id: 'alg.polymorphic',
  title: 'an algorithm name that means several',
  severity: 'info',
  about: 'token',
  sources: [rfc(9864, '3.1'), rfc8725bis('3.2')],
  advice: 'name the curve: Ed25519 or Ed448 in place of EdDSA',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg) =>
      alg === 'EdDSA' ? 'EdDSA leaves the curve to the key, and is deprecated' : undefined,
    ),
};
