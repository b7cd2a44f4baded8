import { memberOf } from '../../json.js';
import { claimAt, judgeClaim, scopesOf } from '../claim-rule.js';
import { quoted } from '../quote.js';
import type { TokenRule } from '../rule.js';
import { rfc } from '../source.js';

export const scopeType: TokenRule = {
  id: 'scope.type',
  title: 'scopes in a form of their own',
  severity: 'medium',
  about: 'token',
  kinds: ['access-token', 'other'],
  sources: [rfc(8693, '4.2'), rfc(9068, '2.2.3')],
  advice: 'write `scope` as one string with spaces between the scopes',
  judge: (subject) => [
    ...judgeClaim(subject, 'scope', (scope) => {
      if (Array.isArray(scope)) return '`scope` is a list';
      if (typeof scope !== 'string') return `\`scope\` is ${quoted(scope)}, not a string`;
      return /^[^\s,]+(?:,\s*[^\s,]+)+$/.test(scope) ? '`scope` has commas between the scopes' : undefined;
    }),
    ...judgeClaim(subject, 'scp', (_scp, claims) =>
      memberOf(claims, 'scope') === undefined
        ? { message: 'the scopes are called `scp`', severity: 'low' }
        : undefined,
    ),
  ],
};

/** Claims that say what the bearer may do without a scope. */
const OTHER_RIGHTS = [
  'scope',
  'scp',
  'authorization_details',
  'role',
  'roles',
  'groups',
  'entitlements',
  'permissions',
  'realm_access',
  'resource_access',
];

export const scopeMissing: TokenRule = {
  id: 'scope.missing',
  title: 'nothing bounds what the token may do',
  severity: 'low',
  about: 'token',
  kinds: ['access-token'],
  sources: [rfc(9068, '2.2.3'), rfc(9700, '2.3')],
  advice: 'name in `scope` what the token is for, and nothing else',
  judge: ({ claims }) =>
    claims === null || OTHER_RIGHTS.some((name) => memberOf(claims, name) !== undefined)
      ? []
      : [{ message: 'there is no `scope`, nor any role', at: '/payload' }],
};

const EVERYTHING =
  /^(?:all|any|admin|root|superuser|superadmin|full|full[_-]?access|everything|(?:\*|all)(?:[:./](?:\*|all))*)$/i;

export const scopeBroad: TokenRule = {
  id: 'scope.broad',
  title: 'a scope for everything',
  severity: 'medium',
  about: 'token',
  kinds: ['access-token', 'other'],
  sources: [rfc(9700, '2.3')],
  advice: 'ask for the scopes that the task needs',
  judge: ({ claims }) => {
    const broad = claims ? scopesOf(claims).find((scope) => EVERYTHING.test(scope)) : undefined;
    if (claims === null || broad === undefined) return [];
    const name = memberOf(claims, 'scope') === undefined ? 'scp' : 'scope';
    return [{ message: `the scope ${quoted(broad)} is for everything`, at: claimAt(name) }];
  },
};
