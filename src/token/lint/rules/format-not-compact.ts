import type { Match, TokenRule } from '../rule.js';
import { rfc, rfc8725bis } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Opens as the encoding of `{"` does. */
const HEADER_START = /^eyJ/;

/** A JWT is three or five parts between dots, and never JSON; an SD-JWT may be JSON too (RFC 9901 section 8). */
export const formatNotCompact: TokenRule = {
  id: 'format.not-compact',
  title: 'not in the compact form',
  severity: 'high',
  about: 'token',
  sources: [rfc(7519, '7.2'), rfc8725bis('3.14')],
  advice: 'send the compact serialization: three parts for a signed token, five for an encrypted one',
  judge: (subject) => {
    const message = fault(subject);
    return message === undefined ? [] : [{ message, at: '' } satisfies Match];
  },
};

function fault({ text, token, jws }: TokenSubject): string | undefined {
  if (token === null) {
    const parts = text.split('.', 7).length;
    const isCounted = HEADER_START.test(text) && parts !== 3 && parts !== 5;
    return isCounted ? `the token has ${parts > 6 ? 'more than six' : parts} parts between dots` : undefined;
  }
  if (token.format === 'opaque') return undefined;
  if (token.format !== 'sd-jwt' && token.serialization !== 'compact') {
    return `the token is written in the ${token.serialization} JSON form`;
  }
  const isShort = jws?.flaws.some(({ id }) => id === 'format.not-compact');
  return isShort ? 'the token has only two parts: the one for the signature is missing' : undefined;
}
