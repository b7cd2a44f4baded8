import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './access.js';
import type { ServerState } from './state.js';
import { holderOf } from './token-holder.js';

/** The token of an `Authorization` field (RFC 6750 section 2.1); the scheme's case does not count (RFC 9110 11.1). */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * Finds out who sent a request. An `Authorization` field speaks before a cookie: whoever sends one means it, and a
 * token that is worth nothing is never made good by a cookie that a browser happened to add. Tokens in the query or
 * in the body are not looked at.
 *
 * @param credential - `cookie` where only a session counts.
 */
export async function authenticate(
  headers: IncomingHttpHeaders,
  state: ServerState,
  credential?: 'cookie',
): Promise<Caller> {
  if (headers.authorization !== undefined && credential !== 'cookie') {
    return byToken(headers.authorization, state);
  }
  const id = sessionIdOf(headers.cookie, state.cookieName);
  return id === undefined ? { kind: 'anonymous', why: 'no credentials' } : bySession(id, state);
}

async function byToken(authorization: string, state: ServerState): Promise<Caller> {
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) {
    return /^bearer\b/i.test(authorization)
      ? { kind: 'rejected', scheme: 'token', why: 'the token is malformed' }
      : { kind: 'anonymous', why: 'the authorization scheme is not Bearer' };
  }
  const verdict = await state.tokens.verify(token);
  if (!verdict.valid) return { kind: 'rejected', scheme: 'token', why: verdict.why };
  const user = holderOf(verdict.claims, state.users);
  return user
    ? { kind: 'user', user, scheme: 'token', claims: verdict.claims }
    : { kind: 'rejected', scheme: 'token', why: "the token's user no longer exists" };
}

function bySession(id: string, state: ServerState): Caller {
  const userId = state.sessions.userOf(id);
  const user = userId === undefined ? undefined : state.users.get(userId);
  return user
    ? { kind: 'user', user, scheme: 'cookie' }
    : { kind: 'rejected', scheme: 'cookie', why: 'the session has ended or never was' };
}

/** The value of this server's cookie (RFC 6265 section 4.2.1); the first one where it is sent twice. */
export function sessionIdOf(cookies: string | undefined, name: string): string | undefined {
  const pair = cookies?.split(';').find((candidate) => candidate.trimStart().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf('=') + 1).trim();
}
