import { memberOf } from '../../json.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const algMissing: TokenRule = {
  id: 'alg.missing',
  title: 'no algorithm is named',
  severity: 'critical',
  about: 'token',
  sources: [rfc(7515, '4.1.1'), rfc(7516, '4.1.1')],
  advice: 'put `alg` into the protected header; a verifier refuses a token without it',
  judge: ({ headers }) =>
    headers.flatMap(({ header, at }) =>
      memberOf(header, 'alg') === undefined ? [{ message: 'the header names no algorithm', at }] : [],
    ),
};
