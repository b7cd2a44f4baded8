import { memberOf } from '../json.js';
import { broken, demands, quoted, type Rule, typeOf } from './rule.js';

const type: Rule<unknown> = (said) =>
  typeOf(said) === 'at+jwt'
    ? []
    : broken(
        'RFC 9068 section 4',
        `the type is ${quoted(memberOf(said.header, 'typ'))}, not "at+jwt"`,
        'type',
      );

/**
 * A JWT access token. Issuer and audience are judged by what is expected of every token.
 *
 * @see RFC 9068 sections 2.2 (claims) and 4 (validation)
 */
export const accessTokenRules: readonly Rule<unknown>[] = [
  type,
  demands('RFC 9068 section 2.2', {
    iss: 'string',
    exp: 'number',
    aud: 'any',
    sub: 'string',
    client_id: 'string',
    iat: 'number',
    jti: 'string',
  }),
];
