import { AuthctlError } from '../../../errors.js';
import { jwsOf } from '../../jws-of.js';
import { parseToken } from '../../parse.js';
import { isUnsecured, type JwsToken } from '../../parsed-token.js';
import { judgeText } from '../header-rule.js';
import { mediaSubtype } from '../profile.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Tokens in tokens that are looked at; each is shorter than the one around it. */
const DEEPEST = 8;

/** The signed tokens in the payload of a signed token, the outermost first. */
function innerTokens({ jws }: TokenSubject): readonly JwsToken[] {
  const found: JwsToken[] = [];
  let inner = jws && inside(jws);
  while (inner && found.length < DEEPEST) {
    found.push(inner);
    inner = inside(inner);
  }
  return found;
}

function inside({ payload }: JwsToken): JwsToken | null {
  if (payload.kind !== 'text' || !payload.text.startsWith('eyJ')) return null;
  try {
    return jwsOf(parseToken(payload.text));
  } catch (error) {
    if (error instanceof AuthctlError) return null;
    throw error;
  }
}

/** In an encrypted token this is as it should be: signed, then encrypted. */
export const ctyNested: TokenRule = {
  id: 'cty.nested',
  title: 'a signed token in a signed token',
  severity: 'info',
  about: 'token',
  sources: [rfc(7519, '5.2'), rfc(8725, '3.3')],
  advice: 'verify both tokens, each with the keys of its own issuer',
  judge: (subject) =>
    judgeText(subject, 'cty', (cty, _header, { part }) =>
      part !== null && /(?:^|\+)jwt$/.test(mediaSubtype(cty)) ? 'the payload is a token itself' : undefined,
    ),
};

export const nestedDepth: TokenRule = {
  id: 'nested.depth',
  title: 'tokens in tokens in tokens',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.3')],
  advice: 'nest once at most: most verifiers look no further than the first layers',
  judge: (subject) => {
    const depth = innerTokens(subject).length;
    const many = depth === DEEPEST ? `${DEEPEST} or more` : depth;
    return depth > 1 ? [{ message: `${many} tokens are nested in this one`, at: '/payload' }] : [];
  },
};

export const nestedInnerNone: TokenRule = {
  id: 'nested.inner-none',
  title: 'an unsigned token in a signed one',
  severity: 'critical',
  about: 'token',
  sources: [rfc(8725, '3.3'), rfc(8725, '2.1')],
  advice: 'sign the inner token too, and refuse `none` in every layer',
  judge: (subject) => {
    const isUnsigned = innerTokens(subject).some(({ signatures: [first] }) => isUnsecured(first));
    return isUnsigned ? [{ message: 'the token in the payload is not signed', at: '/payload' }] : [];
  },
};
