import type { JWTPayload } from 'jose';
import type { User, UserDirectory } from './users.js';

/** The id of every client's own token: no user has it, so a client owns nothing. */
const NOBODY = 0;

/**
 * Whom an access token stands for: a user as the directory knows him now, or the client itself where it got the token
 * for itself (RFC 9068 section 2.2: `sub` is then its `client_id`).
 *
 * @returns undefined where the user no longer exists.
 */
export function holderOf(claims: JWTPayload, users: Pick<UserDirectory, 'get'>): User | undefined {
  const { sub, client_id, role } = claims;
  if (sub !== client_id) return users.get(Number(sub));
  return { id: NOBODY, username: String(client_id), role: String(role) };
}
