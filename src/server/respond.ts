import type { IncomingMessage } from 'node:http';
import { type Access, type Caller, type Decision, decide } from './access.js';
import { type Answer, Refused, refusal } from './answer.js';
import { authenticate } from './authenticate.js';
import { readFields } from './body.js';
import type { RequestEvent } from './event.js';
import type { Call, Route } from './route.js';
import { pathOf, type Router } from './router.js';
import type { ServerState } from './state.js';

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
  const ownerOf = () => (route.access === 'public' ? undefined : route.ownerOf?.({ state, params }));
  const decision = isForged(request, caller, route.access) ?? decide(route.access, caller, ownerOf);
  const event = {
    caller: named(caller),
    decision: decision.kind === 'allow' ? 'allow' : 'deny',
    why: decision.why,
  } as const;
  const denied = denialOf(decision, caller);
  if (denied) return { answer: denied, event };
  try {
    const fields = route.body ? await readFields(request, route.body) : {};
    const call = { state, request, params, fields };
    if (route.access === 'public') return { answer: await route.handle(call), event };
    if (caller.kind !== 'user') throw new Error(`${route.method} ${route.path} was allowed to nobody`);
    return { answer: await route.handle(call, caller.user), event };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { answer: thrown.answer, event: { ...event, why: `${event.why}; ${thrown.message}` } };
  }
}

/** Where nothing is guarded, credentials are not even looked at. */
async function callerOf(request: IncomingMessage, route: Route, state: ServerState): Promise<Caller> {
  if (route.access === 'public') return { kind: 'anonymous', why: 'not asked' };
  return authenticate(request.headers, state, route.credential);
}

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Cross-site request forgery: a browser that sends a cookie, or is about to receive one, on behalf of a page of
 * another origin says so in `Origin` (Fetch standard). A token in a header cannot be sent that way.
 */
function isForged(
  { method = '', headers }: IncomingMessage,
  caller: Caller,
  access: Access,
): Decision | undefined {
  if (SAFE_METHODS.includes(method) || headers.origin === undefined) return undefined;
  if (caller.kind === 'user' ? caller.scheme === 'token' : access !== 'public') return undefined;
  return headers.origin === `http://${headers.host}`
    ? undefined
    : { kind: 'forbidden', why: 'a page of another origin sent it' };
}

const named = (caller: Caller): RequestEvent['caller'] =>
  caller.kind === 'user'
    ? { username: caller.user.username, role: caller.user.role, scheme: caller.scheme }
    : null;

function denialOf(decision: Decision, caller: Caller): Answer | undefined {
  switch (decision.kind) {
    case 'allow':
      return undefined;
    case 'absent':
      return refusal(404, 'not_found', decision.why);
    case 'forbidden':
      return refusal(403, 'forbidden', decision.why, challengeTo(caller));
    case 'unauthenticated':
      return refusal(
        401,
        caller.kind === 'rejected' ? 'invalid_token' : 'unauthorized',
        decision.why,
        challengeTo(caller),
      );
  }
}

/**
 * RFC 6750 section 3: an error code only where a token was presented, `insufficient_scope` where a valid one does not
 * grant what the request needs. A cookie is no matter of this field, but 401 must carry one (RFC 9110 section 15.5.2).
 */
function challengeTo(caller: Caller): Readonly<Record<string, string>> {
  const challenge = 'Bearer realm="authctl"';
  if (caller.kind === 'user' && caller.scheme === 'cookie') return {};
  const presentedToken = caller.kind !== 'anonymous' && caller.scheme === 'token';
  if (!presentedToken) return { 'WWW-Authenticate': challenge };
  const error = caller.kind === 'user' ? 'insufficient_scope' : 'invalid_token';
  return { 'WWW-Authenticate': `${challenge}, error="${error}"` };
}
