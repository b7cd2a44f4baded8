import { memberOf } from '../../json.js';
import { judgeText } from '../header-rule.js';
import { mediaSubtype } from '../profile.js';
import type { TokenRule } from '../rule.js';
import { rfc, rfc8725bis } from '../source.js';

export const jweRsa15: TokenRule = {
  id: 'jwe.rsa1_5',
  title: 'a key encrypted with PKCS #1 v1.5',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '3.2'), rfc(7518, '4.2')],
  advice: 'use RSA-OAEP-256 or ECDH-ES: whoever can ask the recipient often enough decrypts this',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg, _header, { part }) =>
      part === null && alg === 'RSA1_5' ? 'the key is encrypted with RSA1_5' : undefined,
    ),
};

export const jweDir: TokenRule = {
  id: 'jwe.dir',
  title: 'one key for all content',
  severity: 'info',
  about: 'token',
  sources: [rfc(7518, '4.5'), rfc(7518, '8.2')],
  advice: 'change the shared key often, or wrap a new one for each token (A256KW, A256GCMKW)',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg, _header, { part }) =>
      part === null && alg === 'dir' ? 'the shared key encrypts the content itself' : undefined,
    ),
};

export const jweCbc: TokenRule = {
  id: 'jwe.cbc',
  title: 'encrypted in CBC mode',
  severity: 'info',
  about: 'token',
  sources: [rfc(7518, '5.2'), rfc(8725, '3.2')],
  advice: 'use A256GCM or A128GCM where both sides have it: less can go wrong in checking the tag',
  judge: (subject) =>
    judgeText(subject, 'enc', (enc, _header, { part }) =>
      part === null && enc.includes('CBC') ? `the content is encrypted with ${enc}` : undefined,
    ),
};

/** Everybody has the public key; with a shared key, or ECDH-1PU, only the two can have made the token. */
const PUBLIC_KEY = /^(?:RSA|ECDH-ES)/;

/** Whether the content is said to be a token itself. @see RFC 7519 section 5.2 (`cty` MUST be present then) */
const isNested = (cty: unknown): boolean => /(?:^|\+)jwt$/.test(mediaSubtype(cty));

export const jweNoInnerSignature: TokenRule = {
  id: 'jwe.no-inner-signature',
  title: 'encrypted, and from anybody',
  severity: 'high',
  about: 'token',
  sources: [rfc(8725, '2.3'), rfc8725bis('3.3'), rfc(7519, '11.2')],
  advice: 'sign first, then encrypt the signed token with `cty: JWT`',
  judge: (subject) =>
    judgeText(subject, 'alg', (alg, header, { part }) =>
      part === null && PUBLIC_KEY.test(alg) && !isNested(memberOf(header, 'cty'))
        ? `encrypted with a public key (${alg}), and no signed token inside: anybody can have made it`
        : undefined,
    ),
};
