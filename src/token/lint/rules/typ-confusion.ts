import { memberOf } from '../../json.js';
import { type Kind, mediaSubtype, recogniseKind } from '../profile.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** Claims of ID tokens, which bind them to a login. @see OpenID Connect Core 2 and 3.3.2.11 */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash'];

const NAMES = {
  'access-token': 'an access token',
  'id-token': 'an ID token',
  logout: 'a logout token',
  dpop: 'a DPoP proof',
  other: 'a token of another kind',
} as const satisfies Record<Kind, string>;

/** A token that could pass for one of another kind. */
export const typConfusion: TokenRule = {
  id: 'typ.confusion',
  title: 'a token that looks like another kind',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.12'), rfc(8725, '2.8'), rfc(9068, '5')],
  advice: 'give every kind of token a type and claims of its own, and refuse those of another kind',
  judge: (subject) => {
    const { claims, headers } = subject;
    const [first] = headers;
    const message =
      claims && first ? confusion(subject, mediaSubtype(memberOf(first.header, 'typ'))) : undefined;
    return message === undefined ? [] : [{ message, at: '/payload' }];
  },
};

function confusion({ claims, kind, kindIsNamed, headers }: TokenSubject, type: string): string | undefined {
  const names = Object.keys(claims ?? {});
  const ofIdToken = ID_TOKEN_CLAIMS.filter((name) => names.includes(name));
  if (kind === 'access-token' && ofIdToken.length > 0)
    return `an access token with claims of an ID token: ${ofIdToken.join(', ')}`;
  if (kind === 'logout' && names.includes('nonce'))
    return 'a logout token with `nonce` can pass for an ID token';
  if (kindIsNamed) {
    const looksLike = recogniseKind(headers[0]?.header ?? {}, null);
    if (looksLike !== 'other' && looksLike !== kind)
      return `${NAMES[kind]} whose type says ${NAMES[looksLike]}`;
  }
  const isUntyped = type === '' || type === 'jwt';
  return isUntyped && names.includes('events') ? 'a security event whose type does not say so' : undefined;
}
