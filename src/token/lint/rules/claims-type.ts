import type { JsonValue } from '../../json.js';
import { judgeClaim } from '../claim-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

const isText = (value: JsonValue): boolean => typeof value === 'string';

/** What each claim must be. */
const TYPES: readonly (readonly [name: string, isRight: (value: JsonValue) => boolean, what: string])[] = [
  ['iss', isText, 'a string'],
  ['sub', isText, 'a string'],
  [
    'aud',
    (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
    'a string or a list of strings',
  ],
  ['jti', isText, 'a string'],
  ['client_id', isText, 'a string'],
];

/** Some libraries refuse such a token, others compare `1` with `"1"` as they please. */
export const claimsType: TokenRule = {
  id: 'claims.type',
  title: 'a registered claim of another type',
  severity: 'medium',
  about: 'token',
  sources: [rfc(7519, '4.1'), rfc(8693, '4.3')],
  advice: 'write the claim as it is registered; ids are strings, also where they are numbers elsewhere',
  judge: (subject) =>
    TYPES.flatMap(([name, isRight, what]) =>
      judgeClaim(subject, name, (value) =>
        isRight(value) ? undefined : `\`${name}\` is ${quoted(value)}, not ${what}`,
      ),
    ),
};
