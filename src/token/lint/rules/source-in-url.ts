import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const sourceInUrl: TokenRule = {
  id: 'source.in-url',
  title: 'a token in a URL',
  severity: 'high',
  about: 'token',
  sources: [rfc(6750, '2.3'), rfc(9700, '4.3')],
  advice: 'send tokens in the Authorization header: URLs end up in logs, histories and Referer headers',
  judge: ({ inUrl }) => (inUrl ? [{ message: 'the token was given as part of a URL', at: '' }] : []),
};
