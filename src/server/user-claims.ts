import type { User } from './users.js';

/** The client that a login without OAuth is attributed to. */
const LOGIN_CLIENT = 'authctl';

/** What a role lets a token do, for clients that look at scopes; this API itself goes by the role. */
const scopeOfRole: Readonly<Record<string, string>> = {
  reader: 'articles:read',
  editor: 'articles:read articles:write',
  admin: 'articles:read articles:write users:read users:write',
};

/** What this server's access tokens say of a user, besides who issued them and when. @see RFC 9068 section 2.2 */
export function userClaims({ id, username, role }: User) {
  return {
    sub: String(id),
    client_id: LOGIN_CLIENT,
    scope: scopeOfRole[role] ?? '',
    id,
    username,
    role,
    roles: [role],
  };
}
