import type { IncomingMessage } from 'node:http';
import type { Caller } from './access.js';
import { cookieIn } from './cookie.js';
import { proofProblem } from './dpop.js';
import type { ServerState } from './state.js';
import { holderOf } from './token-holder.js';

/**
 * The token of an `Authorization` field (RFC 6750 section 2.1, RFC 9449 section 7.1); the scheme's case does not count
 * (RFC 9110 section 11.1).
 */
const TOKEN = /^(bearer|dpop) +([A-Za-z0-9\-._~+/]+=*)$/i;

/** What of a request says who sent it. */
export type Credentials = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/**
 * Finds out who sent a request. An `Authorization` field speaks before a cookie: whoever sends one means it, and a
 * token that is worth nothing is never made good by a cookie that a browser happened to add. Tokens in the query or
 * in the body are not looked at.
 *
 * @param credential - `cookie` where only a session counts.
 */
export async function authenticate(
  request: Credentials,
  state: ServerState,
  credential?: 'cookie',
): Promise<Caller> {
  const authorization = state.policy.authorization(request);
  if (authorization !== undefined && credential !== 'cookie') return byToken(authorization, request, state);
  const id = cookieIn(request.headers.cookie, state.cookieName);
  return id === undefined ? { kind: 'anonymous', why: 'no credentials' } : bySession(id, state);
}

async function byToken(authorization: string, request: Credentials, state: ServerState): Promise<Caller> {
  const [, scheme, token] = TOKEN.exec(authorization) ?? [];
  if (scheme === undefined || token === undefined) {
    return /^(bearer|dpop)\b/i.test(authorization)
      ? { kind: 'rejected', scheme: 'token', why: 'the token is malformed' }
      : { kind: 'anonymous', why: 'the authorization scheme is not Bearer' };
  }
  const withProof = scheme.toLowerCase() === 'dpop';
  const rejected = (why: string) => ({ kind: 'rejected', scheme: 'token', why, withProof }) as const;
  const verdict = await state.tokens.verify(token);
  if (!verdict.valid) return rejected(verdict.why);
  const { claims } = verdict;
  const thumbprint = boundTo(claims);
  if (withProof !== (thumbprint !== undefined)) {
    return rejected(
      withProof ? 'the token is not bound to a key' : 'the token is bound to a key: send a DPoP proof',
    );
  }
  const problem = thumbprint && (await problemOfProof(token, thumbprint, request, state));
  if (problem) return { ...rejected(problem), error: 'invalid_dpop_proof' };
  const user = holderOf(claims, state.users);
  return user
    ? { kind: 'user', user, scheme: 'token', withProof, claims }
    : rejected("the token's user no longer exists");
}

/** The thumbprint of the key that a token is bound to (RFC 9449 section 6.1). */
function boundTo({ cnf }: Readonly<Record<string, unknown>>): string | undefined {
  const { jkt } = (cnf ?? {}) as { readonly jkt?: unknown };
  return typeof jkt === 'string' ? jkt : undefined;
}

const problemOfProof = (accessToken: string, thumbprint: string, request: Credentials, state: ServerState) =>
  proofProblem({
    request,
    issuer: state.issuer,
    accessToken,
    thumbprint,
    now: state.clock.now(),
    seen: state.proofs,
  });

function bySession(id: string, state: ServerState): Caller {
  const userId = state.sessions.userOf(id);
  const user = userId === undefined ? undefined : state.users.get(userId);
  return user
    ? { kind: 'user', user, scheme: 'cookie' }
    : { kind: 'rejected', scheme: 'cookie', why: 'the session has ended or never was' };
}
