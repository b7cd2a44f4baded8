import type { IncomingMessage } from 'node:http';
import { type Caller, type Decision, decide } from './access.js';
import { type Answer, Refused, refusal } from './answer.js';
import { authenticate } from './authenticate.js';
import { readFields } from './body.js';
import { challengeTo } from './challenge.js';
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
  const match = router.match(request.method ?? '', pathOf(request.url ?? ''));
  if (match.kind === 'none') {
    return unrouted(
      refusal(404, 'not_found', 'nothing is here; /openapi.json lists what there is'),
      'no such path',
    );
  }
  if (match.kind === 'method') return otherMethod(request, match.allow);
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
  const denied = denialOf(decision, caller, state);
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
  return authenticate(request, state, route.credential);
}

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a browser may have sent this with a cookie that its user did not mean to use (CWE-352). */
const isForged = ({ method = '', headers }: IncomingMessage, caller: Caller): boolean =>
  caller.kind === 'user' &&
  caller.scheme === 'cookie' &&
  !SAFE_METHODS.includes(method) &&
  isCrossOrigin(headers);

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
