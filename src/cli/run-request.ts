import type { CookieClient } from '../login/cookie-client.js';
import type { Http } from '../ports/http.js';
import { requestRenderer } from '../report/request.js';
import type { Answered, Call, Caller } from '../request/call.js';
import { callApi } from '../request/call-api.js';
import { type CsrfPlace, withCsrf } from '../request/csrf.js';
import { credentialSecrets } from '../session/credential-secrets.js';
import { maskInCi } from './ci-mask.js';
import type { Context } from './context.js';
import { withCookieJar } from './cookie-jar.js';
import { emit } from './emit.js';
import { freshened } from './fresh-session-of.js';
import { milliseconds } from './login-basis.js';
import { planRequest } from './plan-request.js';
import { bodyFrom } from './request-body.js';
import { freshCaller } from './request-caller.js';
import type { RequestOptions } from './request-options.js';
import { type BodyPlace, keptBody, passedBody, savedBody } from './request-place.js';
import { requestProgress } from './request-progress.js';
import { tellAnswer, tellEvent } from './request-words.js';
import { shownHeaders } from './shown-headers.js';

/** Sends the request and writes what comes back. */
export async function runRequest(
  ctx: Context,
  words: readonly string[],
  options: RequestOptions,
): Promise<void> {
  const timeoutMs = milliseconds(options.timeout);
  const planned = await planRequest(ctx, words, options);
  const { method, url } = planned;
  const call: Call = { method, url, ...(await bodyFrom(ctx, options.data, planned.headers)) };
  const place = await placeFor(ctx, method, options);
  try {
    const caller = await freshCaller(ctx, planned.caller);
    if (caller) maskInCi(ctx, ...credentialSecrets(caller.session.credential));
    const answered = await sent(ctx, {
      call,
      caller,
      csrf: planned.csrf,
      place,
      timeoutMs,
      follow: options.follow,
    });
    await place.finish();
    tell(ctx, answered, { caller, place, include: includes(method, options) });
  } catch (error) {
    await place.discard();
    throw error;
  }
}

/** HEAD has nothing else to show than headers. */
const includes = (method: string, { include = false }: RequestOptions): boolean =>
  include || method === 'HEAD';

async function placeFor(ctx: Context, method: string, options: RequestOptions): Promise<BodyPlace> {
  const { output } = options;
  const isRaw = !ctx.settings.json && (!ctx.stdout.isTTY || output === '-');
  const shown = isRaw ? passedBody(ctx, includes(method, options)) : keptBody();
  return output === undefined || output === '-' ? shown : savedBody(ctx, output, shown);
}

interface Sending {
  readonly call: Call;
  readonly caller: Caller | undefined;
  readonly csrf: CsrfPlace | undefined;
  readonly place: BodyPlace;
  readonly timeoutMs: number;
  readonly follow: boolean;
}

async function sent(ctx: Context, sending: Sending): Promise<Answered> {
  const http = await ctx.ports.http();
  const { session } = sending.caller ?? {};
  const progress = requestProgress(ctx, new URL(sending.call.url).host);
  const ask = (over: Http, call: Call): Promise<Answered> =>
    callApi(call, sending.caller, {
      http: over,
      now: ctx.now,
      timeoutMs: sending.timeoutMs,
      follow: sending.follow,
      renew: (old) => freshened(ctx, old, { renewal: 'always' }),
      receive: (head) => progress.watched(sending.place.receive(head)),
      tell: (event) => tellEvent(ctx, event),
    });
  try {
    if (session?.credential.kind !== 'cookie') return await ask(http, sending.call);
    return await withCookieJar(ctx, session, async (client) =>
      ask(client, await csrfAdded(ctx, sending, client)),
    );
  } finally {
    await progress.stop();
  }
}

function csrfAdded(
  ctx: Context,
  { call, csrf, timeoutMs }: Sending,
  client: CookieClient,
): Promise<Call> | Call {
  const keepSecret = (token: string): void => ctx.secrets.add(token);
  return csrf ? withCsrf(call, csrf, client, { timeoutMs, keepSecret }) : call;
}

/** What becomes of the answer, on both streams. */
function tell(
  ctx: Context,
  answered: Answered,
  { caller, place, include }: Pick<Sending, 'caller' | 'place'> & { readonly include: boolean },
): void {
  const [body, savedTo] = [place.kept(), place.savedTo()];
  const exit = answered.status < 400 ? 'ok' : 'no';
  const { session } = caller ?? {};
  const headers = shownHeaders(answered.headers);
  const answer = { ...answered, headers, session: session?.name ?? null, body, savedTo, include };
  if (body !== undefined || savedTo !== null || ctx.settings.json) emit(ctx, requestRenderer, answer, exit);
  else ctx.outcome = exit;
  tellAnswer(ctx, answered, session, { savedTo, isCut: body !== undefined && answered.truncated });
}
