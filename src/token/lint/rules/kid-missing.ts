import { memberOf } from '../../json.js';
import { isUnsecured } from '../../parsed-token.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** Other parameters that tell which key signed. */
const ALSO_NAME_A_KEY = ['jwk', 'x5c', 'x5t', 'x5t#S256', 'x5u'];

export const kidMissing: TokenRule = {
  id: 'kid.missing',
  title: 'the key is not named',
  severity: 'low',
  about: 'token',
  sources: [rfc(7515, '4.1.4')],
  advice: 'put the `kid` of the signing key into the header, so that keys can be changed without a gap',
  judge: ({ headers, keys }) =>
    headers.flatMap(({ header, part, at }) => {
      const namesKey = ['kid', ...ALSO_NAME_A_KEY].some((name) => memberOf(header, name) !== undefined);
      if (namesKey || part === null || isUnsecured(part)) return [];
      if (keys.length < 2) return [{ message: 'nothing in the header says which key signed', at }];
      const message = `nothing in the header says which of ${keys.length} keys signed`;
      return [{ message, at, severity: 'medium' }];
    }),
};
