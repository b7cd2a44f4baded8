import { memberOf } from '../../json.js';
import { isUnsecured } from '../../parsed-token.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** An algorithm is named, and there is no signature: what a verifier that only looks at `alg` lets through. */
export const sigEmpty: TokenRule = {
  id: 'sig.empty',
  title: 'a signature that is empty',
  severity: 'critical',
  about: 'token',
  sources: [rfc(8725, '2.1'), rfc(8725, '3.3')],
  advice: 'refuse this token: nobody has signed it',
  judge: ({ headers, jws }) =>
    headers.flatMap(({ header, part, signatureAt }) => {
      const isNamed = typeof memberOf(header, 'alg') === 'string';
      // A part that is not there at all is another rule's.
      const isThere = !jws?.flaws.some(({ id }) => id === 'format.not-compact');
      return isNamed && isThere && part?.signatureText === '' && !isUnsecured(part)
        ? [{ message: 'the signature is empty', at: signatureAt }]
        : [];
    }),
};
