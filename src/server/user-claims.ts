import type { RoleSettings } from './settings.js';
import type { User } from './users.js';

/** The client that a login without OAuth is attributed to. */
const LOGIN_CLIENT = 'authctl';

/** Who a user is, in the words of this API. */
export const identityClaims = ({ id, username, role }: User) => ({ id, username, role, roles: [role] });

/**
 * What this server's access tokens say of a user, besides who issued them and when.
 *
 * @param roles - what each role's tokens carry in `scope`, for clients that look at it; the API goes by the role.
 * @see RFC 9068 section 2.2
 */
export function userClaims(user: User, roles: readonly RoleSettings[]) {
  return {
    sub: String(user.id),
    client_id: LOGIN_CLIENT,
    scope: (roles.find(({ name }) => name === user.role)?.permissions ?? []).join(' '),
    ...identityClaims(user),
  };
}
