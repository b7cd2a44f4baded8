import { AuthctlError } from '../errors.js';
import { type BodySink, type HttpHead, type HttpResponse, headerOf } from '../ports/http.js';
import { isRenewable } from '../session/fresh.js';
import { homeOf } from '../session/reach.js';
import type { Session } from '../session/session.js';
import { type AttemptPorts, attempt } from './attempt.js';
import type { Answered, Call, CallEvent, Caller } from './call.js';
import { HeldBody } from './held-body.js';
import { redirected, redirectTarget } from './redirect.js';

/** More than any API needs. */
const MOST_REDIRECTS = 10;

export interface CallPorts extends AttemptPorts {
  /** Whether redirects are followed. */
  readonly follow: boolean;
  /** The same session with a new credential. @throws {AuthctlError} where it cannot be had. */
  renew(session: Session): Promise<Session>;
  /** Asked for the last answer, and for that alone. */
  receive(head: HttpHead): BodySink;
  tell(event: CallEvent): void;
}

/**
 * Calls an API as somebody: follows redirects, answers a refusal (401) by one renewal of the credential and one repeat,
 * and a server that wants a nonce in the proof by the same with the nonce.
 *
 * @throws {AuthctlError} `SERVER_UNREACHABLE`; `ANSWER_UNUSABLE` for redirects that may not be followed, and for more than
 * ten.
 */
export async function callApi(call: Call, caller: Caller | undefined, ports: CallPorts): Promise<Answered> {
  const redirects: string[] = [];
  let [next, who, renewed] = [call, caller, false];
  for (;;) {
    const answer = await answered(next, who, ports, renewed);
    renewed ||= answer.renewed;
    who = answer.caller;
    const { status } = answer.response;
    const target = targetOf(next, answer.response, ports);
    if (target === undefined) return result(next, answer, redirects, renewed);
    if (redirects.length === MOST_REDIRECTS) throw circle(call.url);
    const before = who && homeOf(next.url, who.reach);
    const leavesCredential = before !== undefined && who !== undefined && !homeOf(target, who.reach);
    ports.tell({ kind: 'redirect', status, to: target, leavesCredential });
    next = redirected(next, status, target);
    redirects.push(target);
  }
}

const targetOf = ({ url }: Call, head: HttpHead, { follow }: CallPorts): string | undefined =>
  follow ? redirectTarget(url, head) : undefined;

function result(
  { url, method }: Call,
  { response }: OneAnswer,
  redirects: readonly string[],
  renewed: boolean,
): Answered {
  const { status, headers, durationMs, receivedBytes = 0, truncated } = response;
  return { status, headers, url, method, durationMs, receivedBytes, truncated, redirects, renewed };
}

const circle = (url: string): AuthctlError =>
  new AuthctlError('ANSWER_UNUSABLE', `${url} redirects more than ${MOST_REDIRECTS} times`, {
    hint: 'see the first redirect with --no-follow -i',
  });

interface OneAnswer {
  readonly response: HttpResponse;
  readonly caller: Caller | undefined;
  readonly renewed: boolean;
}

/** What one address answers at last: after a repeat where one helps. */
async function answered(
  call: Call,
  caller: Caller | undefined,
  ports: CallPorts,
  renewedBefore: boolean,
): Promise<OneAnswer> {
  let held = new HeldBody();
  const receive = (mayRepeat: boolean) => (head: HttpHead) => {
    if (targetOf(call, head, ports) !== undefined) return undefined;
    if (!mayRepeat || head.status !== 401) return ports.receive(head);
    held = new HeldBody();
    return held.sink;
  };
  const belongs = caller !== undefined && homeOf(call.url, caller.reach) !== undefined;
  const send = (who: Caller | undefined, mayRepeat: boolean, nonce?: string) =>
    attempt(call, who, ports, receive(mayRepeat), nonce);

  let response = await send(caller, belongs);
  if (response.status !== 401 || !belongs) return { response, caller, renewed: false };
  const nonce = nonceFor(caller.session, response);
  if (nonce !== undefined) response = await send(caller, true, nonce);
  if (response.status !== 401) return { response, caller, renewed: false };
  const session = renewedBefore ? undefined : await renewal(caller.session, ports);
  if (session === undefined) {
    await held.pour(ports.receive(response));
    return { response, caller, renewed: false };
  }
  const renewed = { ...caller, session };
  return { response: await send(renewed, false, nonce), caller: renewed, renewed: true };
}

/** What the next proof must hold, where a server says so (RFC 9449 section 9). */
function nonceFor({ credential }: Session, { headers }: HttpHead): string | undefined {
  const isBound = credential.kind === 'bearer' && credential.dpopKey !== undefined;
  return isBound ? headerOf(headers, 'dpop-nonce') : undefined;
}

async function renewal(session: Session, { renew, tell }: CallPorts): Promise<Session | undefined> {
  if (!isRenewable(session)) return undefined;
  try {
    const renewed = await renew(session);
    tell({ kind: 'renewed', session: session.name });
    return renewed;
  } catch (error) {
    if (!(error instanceof AuthctlError) || error.code === 'INTERRUPTED') throw error;
    tell({ kind: 'not-renewed', message: error.message, hint: error.hint });
    return undefined;
  }
}
