import { isJsonObject, memberOf } from '../../json.js';
import { judgeParameter } from '../header-rule.js';
import { mediaSubtype } from '../profile.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** A key that comes with the token proves nothing but that its sender has the other half. */
export const hdrJwkEmbedded: TokenRule = {
  id: 'hdr.jwk-embedded',
  title: 'the token brings its own key',
  severity: 'high',
  about: 'token',
  kinds: ['access-token', 'id-token', 'logout', 'other'],
  sources: [rfc(7515, '4.1.3'), rfc(8725, '3.8'), rfc(8725, '3.10')],
  advice: 'leave `jwk` out, and never verify with it: take keys from the issuer you know',
  judge: (subject) =>
    judgeParameter(subject, 'jwk', (_jwk, header, { part }) =>
      part === null || mediaSubtype(memberOf(header, 'typ')) === 'dpop+jwt'
        ? undefined
        : 'the header holds the key to verify it with: anybody can sign such a token',
    ),
};

/** @see RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037 section 2 */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

export const hdrJwkPrivate: TokenRule = {
  id: 'hdr.jwk-private',
  title: 'the token gives a private key away',
  severity: 'critical',
  about: 'token',
  sources: [rfc(7515, '4.1.3'), rfc(9449, '4.2')],
  advice: 'throw this key away, and put the public key only into `jwk`',
  judge: (subject) =>
    judgeParameter(subject, 'jwk', (jwk) => {
      const names = isJsonObject(jwk) ? PRIVATE_MEMBERS.filter((name) => Object.hasOwn(jwk, name)) : [];
      return names.length === 0 ? undefined : `\`jwk\` holds private members: ${names.join(', ')}`;
    }),
};
