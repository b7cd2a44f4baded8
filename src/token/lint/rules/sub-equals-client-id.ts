import { memberOf } from '../../json.js';
import { judgeClaim } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** Only a person has these. */
const OF_A_USER = ['auth_time', 'acr', 'amr', 'email', 'name', 'username', 'preferred_username', 'sid'];

/** What a client gets for itself must not pass for what a user of the same id gets. */
export const subEqualsClientId: TokenRule = {
  id: 'sub.equals-client-id',
  title: 'a client in the place of a user',
  severity: 'info',
  about: 'token',
  kinds: ['access-token'],
  sources: [rfc(9700, '4.15'), rfc(9068, '5')],
  advice: 'keep the ids of clients apart from those of users, and let the API tell the two by a claim',
  judge: (subject) =>
    judgeClaim(subject, 'sub', (sub, claims) => {
      if (typeof sub !== 'string' || memberOf(claims, 'client_id') !== sub) return undefined;
      const ofUser = OF_A_USER.find((name) => memberOf(claims, name) !== undefined);
      if (ofUser === undefined) return '`sub` and `client_id` are the same: the client acts for itself';
      return {
        message: `\`sub\` and \`client_id\` are the same, and yet there is \`${ofUser}\`, as of a user`,
        severity: 'medium',
      };
    }),
};
