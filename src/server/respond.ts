import type { IncomingMessage } from 'node:http';
import { type Caller, type Decision, decide } from './access.js';
import { type Answer, CHALLENGE, Refused, refusal } from './answer.js';
import { authenticate } from './authenticate.js';
import { readFields } from './body.js';
import { isCrossOrigin } from './cross-origin.js';
import type { RequestEvent } from './event.js';
import type { Call, Route } from './route.js';
import { pathOf, type Router } from './router.js';
import type { ServerState } from './state.js';
import type { User } from './users.js';

/** An answer, and what the log says of how it came about. */
export interface Response {
  readonly answer: Answer;
  readonly event: Pick<RequestEvent, 'caller' | 'decision' | 'why'>;
}

const unrouted = (answer: Answer, why: string): Response => ({
  answer,
  event: { caller: null, decision: 'none', why },
});

/** Decides what a request is answered. Never throws on account of what the request holds. */
export async function respond(
  request: IncomingMessage,
  router: Router,
  state: ServerState,
): Promise<Response> {
  const match = router.match(request.method ?? '', pathOf(request.url ?? ''));
  if (match.kind === 'none') {
    return unrouted(
      refusal(404, 'not_found', 'nothing is here; /openapi.json lists what there is'),
      'no such path',
    );
  }
  if (match.kind === 'method') {
    const Allow = match.allow.join(', ');
    if (request.method === 'OPTIONS')
      return unrouted({ status: 204, headers: { Allow } }, 'lists the methods');
    return unrouted(refusal(405, 'method_not_allowed', `use one of ${Allow}`, { Allow }), 'no such method');
  }
  return onRoute(request, match.route, match.params, state);
}

async function onRoute(
  request: IncomingMessage,
  route: Route,
  params: Call['params'],
  state: ServerState,
): Promise<Response> {
  const caller = await callerOf(request, route, state);
  const decision = decisionOn(request, route, params, caller, state);
  const denied = denialOf(decision, caller);
  const answer = denied ?? (await answerOf(request, route, params, caller, state));
  const { why = decision.why, user, denied: refused = denied !== undefined } = answer.log ?? {};
  const known = user ? named(user, null) : caller.kind === 'user' ? named(caller.user, caller.scheme) : null;
  return { answer, event: { caller: known, decision: refused ? 'deny' : 'allow', why } };
}

const named = (
  { username, role }: User,
  scheme: 'token' | 'cookie' | null,
): NonNullable<RequestEvent['caller']> => ({ username, role, scheme });

function decisionOn(
  request: IncomingMessage,
  route: Route,
  params: Call['params'],
  caller: Caller,
  state: ServerState,
): Decision {
  if (isForged(request, caller)) return { kind: 'forbidden', why: 'a page of another origin sent it' };
  const ownerOf = (user: User) =>
    route.access === 'public' ? undefined : route.ownerOf?.({ state, params }, user);
  return decide(route.access, caller, ownerOf);
}

/** What the route answers to a caller who may use it. */
async function answerOf(
  request: IncomingMessage,
  route: Route,
  params: Call['params'],
  caller: Caller,
  state: ServerState,
): Promise<Answer> {
  try {
    const fields = route.body ? await readFields(request, route.body) : {};
    const call = { state, request, params, fields };
    if (route.access === 'public') return await route.handle(call);
    if (caller.kind !== 'user') throw new Error(`${route.method} ${route.path} was opened to nobody`);
    return await route.handle(call, caller.user);
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { ...thrown.answer, log: { why: thrown.message } };
  }
}

/** Where nothing is guarded, credentials are not even looked at. */
async function callerOf(request: IncomingMessage, route: Route, state: ServerState): Promise<Caller> {
  if (route.access === 'public') return { kind: 'anonymous', why: 'not asked' };
  return authenticate(request.headers, state, route.credential);
}

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a browser may have sent this with a cookie that its user did not mean to use (CWE-352). */
const isForged = ({ method = '', headers }: IncomingMessage, caller: Caller): boolean =>
  caller.kind === 'user' &&
  caller.scheme === 'cookie' &&
  !SAFE_METHODS.includes(method) &&
  isCrossOrigin(headers);

function denialOf(decision: Decision, caller: Caller): Answer | undefined {
  switch (decision.kind) {
    case 'allow':
      return undefined;
    case 'absent':
      return refusal(404, 'not_found', decision.why);
    case 'forbidden':
      return refusal(403, 'forbidden', decision.why, challengeTo(caller));
    case 'unauthenticated':
      return refusal(401, errorFor(caller), decision.why, challengeTo(caller));
  }
}

function errorFor(caller: Caller): string {
  if (caller.kind !== 'rejected') return 'unauthorized';
  return caller.scheme === 'token' ? 'invalid_token' : 'invalid_session';
}

/**
 * RFC 6750 section 3: an error code only where a token was presented, and `insufficient_scope` where it is valid but
 * does not grant what the request needs. The field says nothing of cookies, but a 401 must carry it (RFC 9110 section
 * 15.5.2).
 */
function challengeTo(caller: Caller): Readonly<Record<string, string>> {
  if (caller.kind === 'user' && caller.scheme === 'cookie') return {};
  if (caller.kind === 'anonymous' || caller.scheme === 'cookie') return { 'WWW-Authenticate': CHALLENGE };
  const error =
    caller.kind === 'user'
      ? 'error="insufficient_scope"'
      : `error="invalid_token", error_description="${caller.why}"`;
  return { 'WWW-Authenticate': `${CHALLENGE}, ${error}` };
}
