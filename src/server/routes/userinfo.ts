import { type Answer, refusal } from '../answer.js';
import { authenticate } from '../authenticate.js';
import { challengeTo } from '../challenge.js';
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
  const { method, url, headers } = request;
  const caller = await authenticate({ method, url, headers: { ...headers, cookie: undefined } }, state);
  const denied = (status: number, error: string, why: string): Answer => ({
    ...refusal(status, error, why, challengeTo(caller, state.issuer)),
    log: { why, denied: true },
  });
  if (caller.kind === 'anonymous') return denied(401, 'unauthorized', caller.why);
  if (caller.kind === 'rejected') return denied(401, caller.error ?? 'invalid_token', caller.why);
  const { user, claims = {} } = caller;
  const scopes = String(claims.scope ?? '').split(' ');
  if (!scopes.includes('openid') || claims.sub === claims.client_id) {
    return denied(403, 'insufficient_scope', 'the token was not asked for with the scope openid');
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
