import { memberOf } from '../../json.js';
import { claimAt } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** What tells of a person, and in words what it is. A user name does not, nor does an id. */
const PERSONAL: Readonly<Record<string, string>> = {
  email: 'a mail address',
  mail: 'a mail address',
  phone: 'a telephone number',
  phone_number: 'a telephone number',
  mobile: 'a telephone number',
  address: 'an address',
  birthdate: 'a date of birth',
  birthday: 'a date of birth',
  date_of_birth: 'a date of birth',
  gender: 'a gender',
  given_name: 'a given name',
  family_name: 'a family name',
  ssn: 'a social security number',
  social_security_number: 'a social security number',
  national_id: 'a number of an identity card',
  passport_number: 'a number of a passport',
  credit_card: 'a number of a credit card',
  iban: 'a bank account',
};

/** ID tokens are there to tell the client who the user is; an API is told what it needs, and its logs too. */
export const claimsPii: TokenRule = {
  id: 'claims.pii',
  title: 'a person described to every API',
  severity: 'medium',
  about: 'token',
  kinds: ['access-token', 'other'],
  sources: [rfc(9068, '6'), rfc(7519, '12')],
  advice: 'leave it out: an API that needs it asks the user-info endpoint, or encrypt the token',
  judge: ({ claims, kind, headers }) => {
    if (claims === null || headers.some(({ part }) => part === null)) return [];
    const severity = kind === 'access-token' ? 'medium' : 'low';
    return Object.entries(PERSONAL).flatMap(([name, what]) => {
      const value = memberOf(claims, name);
      const isEmpty = value === undefined || value === null || value === '';
      return isEmpty ? [] : [{ message: `the token holds ${what}`, at: claimAt(name), severity }];
    });
  },
};
