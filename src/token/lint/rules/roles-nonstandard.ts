import { memberOf } from '../../json.js';
import { claimAt } from '../claim-rule.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

/** What RFC 9068 takes over from SCIM. */
const STANDARD = ['roles', 'groups', 'entitlements'];

/** What products call the same. */
const OTHERS = ['role', 'realm_access', 'resource_access', 'permissions', 'cognito:groups', 'authorities'];

export const rolesNonstandard: TokenRule = {
  id: 'roles.nonstandard',
  title: 'roles under a name of their own',
  severity: 'info',
  about: 'token',
  kinds: ['access-token'],
  sources: [rfc(9068, '2.2.3.1'), rfc(7643, '4.1.2')],
  advice: 'put roles into `roles`, `groups` or `entitlements`, so that any API finds them',
  judge: ({ claims }) => {
    if (claims === null || STANDARD.some((name) => memberOf(claims, name) !== undefined)) return [];
    const found = OTHERS.find((name) => memberOf(claims, name) !== undefined);
    return found === undefined
      ? []
      : [{ message: `what the bearer is stands in \`${found}\` only`, at: claimAt(found) }];
  },
};
