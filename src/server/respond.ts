import type { IncomingMessage } from 'node:http';
import { type Caller, type Decision, decide } from './access.js';
import { type Answer, Refused, refusal } from './answer.js';
import { readFields } from './body.js';
import { challengeTo } from './challenge.js';
import type { RequestEvent } from './event.js';
import type { Call, Route } from './route.js';
import type { Router } from './router.js';
import type { ServerState } from './state.js';
import type { User } from './users.js';

/** An answer, and what the log says of how it came about. */
export interface Response {
  readonly answer: Answer;
  readonly event: Pick<RequestEvent, 'caller' | 'decision' | 'why'>;
}

/** The answer to a method that a path does not have. */
export function otherMethod(
  { method }: Pick<IncomingMessage, 'method'>,
  methods: readonly string[],
): Response {
  const Allow = methods.join(', ');
  if (method === 'OPTIONS') return unrouted({ status: 204, headers: { Allow } }, 'lists the methods');
  return unrouted(refusal(405, 'method_not_allowed', `use one of ${Allow}`, { Allow }), 'no such method');
}

export const unrouted = (answer: Answer, why: string): Response => ({
  answer,
  event: { caller: null, decision: 'none', why },
});

/** Decides what a request is answered. Never throws on account of what the request holds. */
export async function respond(
  request: IncomingMessage,
  router: Router,
  state: ServerState,
): Promise<Response> {
  const { method, path } = state.policy.target(request);
  const match = router.match(method, path);
  if (match.kind === 'none') {
    return unrouted(
      refusal(404, 'not_found', 'nothing is here; /openapi.json lists what there is'),
      'no such path',
    );
  }
  if (match.kind === 'method') return otherMethod(request, match.allow);
  const { route, params } = match;
  return onRoute({ request, router, route, params, state });
}

/** A request that means a route, and where it is answered. */
interface Asked extends Pick<Call, 'request' | 'params' | 'state'> {
  readonly route: Route;
  readonly router: Router;
}

async function onRoute(asked: Asked): Promise<Response> {
  const { route, state } = asked;
  const caller = await callerOf(asked);
  const decision = decisionOn(asked, caller);
  const denied = denialOf(decision, caller, state);
  const answer = denied ?? (await answerOf(asked, caller));
  const { why = decision.why, user, denied: refused = denied !== undefined } = answer.log ?? {};
  return {
    answer: state.policy.answerOf(answer, route),
    event: { caller: user ? named(user, null) : knownIn(caller), decision: refused ? 'deny' : 'allow', why },
  };
}

const knownIn = (caller: Caller): RequestEvent['caller'] =>
  caller.kind === 'user' && caller.scheme !== null ? named(caller.user, caller.scheme) : null;

const named = (
  { username, role }: User,
  scheme: 'token' | 'cookie' | null,
): NonNullable<RequestEvent['caller']> => ({ username, role, scheme });

function decisionOn({ request, route, router, params, state }: Asked, caller: Caller): Decision {
  const forged = forgeryIn(request, caller, state);
  if (forged !== undefined) return { kind: 'forbidden', why: forged };
  if (route.access === 'public') return decide('public', caller, () => undefined);
  const access = state.policy.access(route, { request, router, settings: state.settings });
  return decide(access, caller, (user) => route.ownerOf?.({ state, params }, user));
}

/** What the route answers to a caller who may use it. */
async function answerOf({ request, route, params, state }: Asked, caller: Caller): Promise<Answer> {
  try {
    const fields = route.body ? await readFields(request, state.policy.bodyOf(route.body, route)) : {};
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
async function callerOf({ request, route, state }: Asked): Promise<Caller> {
  if (route.access === 'public') return { kind: 'anonymous', why: 'not asked' };
  return state.policy.identify(request, route, state);
}

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Why its user may not have meant to send this with a cookie (CWE-352); undefined where there is no doubt. */
function forgeryIn(
  { method = '', headers }: IncomingMessage,
  caller: Caller,
  state: ServerState,
): string | undefined {
  const byCookie = caller.kind === 'user' && caller.scheme === 'cookie';
  return byCookie && !SAFE_METHODS.includes(method) ? state.policy.forgeryOf(headers, state) : undefined;
}

function denialOf(decision: Decision, caller: Caller, { issuer }: ServerState): Answer | undefined {
  switch (decision.kind) {
    case 'allow':
      return undefined;
    case 'absent':
      return refusal(404, 'not_found', decision.why);
    case 'forbidden':
      return refusal(403, 'forbidden', decision.why, challengeTo(caller, issuer));
    case 'unauthenticated':
      return refusal(401, errorFor(caller), decision.why, challengeTo(caller, issuer));
  }
}

function errorFor(caller: Caller): string {
  if (caller.kind !== 'rejected') return 'unauthorized';
  return caller.error ?? (caller.scheme === 'token' ? 'invalid_token' : 'invalid_session');
}
