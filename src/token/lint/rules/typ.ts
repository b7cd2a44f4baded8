import { memberOf } from '../../json.js';
import { judgeText } from '../header-rule.js';
import { type Kind, mediaSubtype } from '../profile.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc, rfc8725bis } from '../source.js';
import type { TokenSubject } from '../subject.js';

/** ID tokens have no type of their own. */
const TYPED: readonly Kind[] = ['access-token', 'logout', 'dpop', 'other'];

/** Then `typ.not-at-jwt` speaks of whatever the type is. */
const isNamedAccessToken = ({ kind, kindIsNamed }: TokenSubject): boolean =>
  kindIsNamed && kind === 'access-token';

export const typMissing: TokenRule = {
  id: 'typ.missing',
  title: 'no type',
  severity: 'medium',
  about: 'token',
  kinds: TYPED,
  sources: [rfc(8725, '3.11')],
  advice: 'put a type of its own into `typ`, such as at+jwt, so that no token passes for one of another kind',
  judge: (subject) =>
    subject.claims === null || isNamedAccessToken(subject)
      ? []
      : subject.headers.flatMap(({ header, at }) => {
          const typ = memberOf(header, 'typ');
          if (typeof typ === 'string') return [];
          const message =
            typ === undefined ? 'the header has no `typ`' : `\`typ\` is ${quoted(typ)}, not a string`;
          return [{ message, at }];
        }),
};

export const typGenericJwt: TokenRule = {
  id: 'typ.generic-jwt',
  title: 'a type that tells nothing',
  severity: 'low',
  about: 'token',
  kinds: TYPED,
  sources: [rfc(8725, '3.11'), rfc8725bis('3.11')],
  advice: 'use a type of its own, such as at+jwt: every JWT is a JWT',
  judge: (subject) =>
    judgeText(subject, 'typ', (typ) =>
      mediaSubtype(typ) === 'jwt' && !isNamedAccessToken(subject)
        ? `\`typ\` is ${quoted(typ)}, which every kind of token may be`
        : undefined,
    ),
};

export const typNotAtJwt: TokenRule = {
  id: 'typ.not-at-jwt',
  title: 'an access token of another type',
  severity: 'high',
  about: 'token',
  kinds: ['access-token'],
  sources: [rfc(9068, '2.1'), rfc(9068, '4')],
  advice: 'set `typ` to at+jwt',
  judge: (subject) => {
    if (!isNamedAccessToken(subject) || subject.jws === null) return [];
    return subject.headers.flatMap(({ header, at }) => {
      const typ = memberOf(header, 'typ');
      if (mediaSubtype(typ) === 'at+jwt') return [];
      return [
        {
          message: typ === undefined ? 'the header has no `typ`' : `\`typ\` is ${quoted(typ)}, not at+jwt`,
          at,
        },
      ];
    });
  },
};

export const typPrefix: TokenRule = {
  id: 'typ.prefix',
  title: 'a type in its long form',
  severity: 'info',
  about: 'token',
  sources: [rfc(7515, '4.1.9'), rfc(9068, '2.1')],
  advice: 'leave `application/` out of `typ`: some verifiers compare it as it is',
  judge: (subject) =>
    judgeText(subject, 'typ', (typ) =>
      /^application\/[^/]*$/i.test(typ) ? `\`typ\` is ${quoted(typ)}` : undefined,
    ),
};
