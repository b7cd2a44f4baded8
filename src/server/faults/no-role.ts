import type { Fault } from './fault.js';
import { bringsAccessToken, withClaims } from './spoiled-token.js';

export const noRole: Fault = {
  id: 'no-role',
  group: 'token',
  title: 'tokens that say no role',
  concerns: bringsAccessToken,
  spoil: (answer, _parameters, context) =>
    withClaims(answer, context, ({ role: _role, roles: _roles, scope: _scope, ...claims }) => claims),
};
