import { unreachable } from '../login/discover.js';
import type { BodySink, Http, HttpHead, HttpResponse } from '../ports/http.js';
import { credentialHeaders } from '../session/authorize.js';
import { homeOf } from '../session/reach.js';
import type { Call, Caller } from './call.js';

export interface AttemptPorts {
  readonly http: Http;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** For the head of an answer, and for each silence in its body. */
  readonly timeoutMs: number;
}

/**
 * Sends a request once, with the caller's credential where that belongs to its address.
 *
 * @param nonce - what the server wants to see in a proof (RFC 9449 section 9).
 * @throws {AuthctlError} `SERVER_UNREACHABLE`; what `receive` throws.
 */
export async function attempt(
  call: Call,
  caller: Caller | undefined,
  { http, now, timeoutMs }: AttemptPorts,
  receive: (head: HttpHead) => BodySink | undefined,
  nonce?: string,
): Promise<HttpResponse> {
  const { headers, ...request } = call;
  const outcome = await http.send({
    ...request,
    headers: { ...headers, ...attached(call, caller, now(), nonce) },
    timeoutMs,
    receive,
  });
  if (outcome.kind === 'failure') throw unreachable(outcome);
  return outcome;
}

function attached(
  { method, url }: Call,
  caller: Caller | undefined,
  now: number,
  nonce: string | undefined,
): Readonly<Record<string, string>> {
  const home = caller && homeOf(url, caller.reach);
  // Cookies are sent by the client that keeps them.
  if (!caller || home === undefined || caller.session.credential.kind === 'cookie') return {};
  const holder = { credential: caller.session.credential, server: home };
  return credentialHeaders(holder, url, now, { method, ...(nonce === undefined ? {} : { nonce }) });
}
