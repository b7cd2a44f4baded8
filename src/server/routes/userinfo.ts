import { type Answer, CHALLENGE, refusal } from '../answer.js';
import { authenticate } from '../authenticate.js';
import { endpoints } from '../oauth/endpoints.js';
import type { Call, Route } from '../route.js';
import { identityClaims } from '../user-claims.js';

/** OpenID Connect Core section 5.3: who the holder of an access token is, for a token that was asked for with `openid`. */
export const userinfoRoutes: readonly Route[] = (['GET', 'POST'] as const).map((method) => ({
  method,
  path: endpoints.userinfo,
  access: 'public',
  handle: userinfo,
}));

async function userinfo({ state, request }: Call): Promise<Answer> {
  const { cookie: _, ...headers } = request.headers;
  const caller = await authenticate(headers, state);
  if (caller.kind === 'anonymous') return denied(401, 'invalid_token', caller.why, '');
  if (caller.kind === 'rejected') return denied(401, 'invalid_token', caller.why, 'error="invalid_token"');
  const { user, claims = {} } = caller;
  const scopes = String(claims.scope ?? '').split(' ');
  if (!scopes.includes('openid') || claims.sub === claims.client_id) {
    const why = 'the token was not asked for with the scope openid';
    return denied(403, 'insufficient_scope', why, 'error="insufficient_scope", scope="openid"');
  }
  const profile = { preferred_username: user.username, ...(user.name ? { name: user.name } : {}) };
  const body = {
    sub: String(user.id),
    ...identityClaims(user),
    ...(scopes.includes('profile') ? profile : {}),
    ...state.users.claimsOf(user.id),
  };
  return { status: 200, body, log: { why: 'says who the caller is', user } };
}

const denied = (status: number, error: string, why: string, challenge: string): Answer => ({
  ...refusal(status, error, why, {
    'WWW-Authenticate': challenge ? `${CHALLENGE}, ${challenge}` : CHALLENGE,
  }),
  log: { why, denied: true },
});
