import { timingSafeEqual } from 'node:crypto';
import { AuthctlError } from '../../errors.js';
import type { CallbackListener, CallbackPage } from '../../ports/callback-listener.js';
import { inWords } from '../../token/duration.js';
import type { Exchange } from './exchange.js';
import { refuseShownError } from './shown-error.js';

/** What ended the wait for a browser. */
export type Answer =
  | {
      readonly kind: 'redirect';
      /** The redirect URI with the answer in its query; it may be an error. */
      readonly url: URL;
      /** Shows the browser that waits how the login ended. */
      show(page: CallbackPage): Promise<void>;
    }
  | { readonly kind: 'device' };

const STRAY: CallbackPage = {
  status: 400,
  title: 'Not the login that is waited for',
  message: 'This answer belongs to another login. Use the address that the terminal shows now.',
};

/**
 * Waits for the browser's answer; at a terminal also for `d`, which changes over to the device flow, and `p`, which asks
 * for a pasted address.
 *
 * An answer with another `state` is of another login: its tab is told so, and the wait goes on.
 *
 * @param expected - `url`: what the browser was sent to.
 * @throws {AuthctlError} `LOGIN_REFUSED` when nobody answers in time or can, or for a pasted address of another login;
 * `INTERRUPTED`.
 */
export async function waitForAnswer(
  exchange: Exchange,
  listener: CallbackListener,
  expected: { readonly url: string; readonly state: string; readonly deviceOffered: boolean },
): Promise<Answer> {
  const { ports, request } = exchange;
  const over = new AbortController();
  const stop = () => over.abort();
  ports.signal.addEventListener('abort', stop);
  if (ports.signal.aborted) stop();
  const waits = [
    fromBrowser(exchange, listener, expected.state, over.signal),
    fromKeys(exchange, listener, expected, over.signal),
    ports.sleep(request.patience * 1000, over.signal).then(() => {
      throw tooLate(request.patience, listener.redirectUri);
    }),
    unlessShownError(exchange, { url: expected.url, redirectUri: listener.redirectUri }, over.signal),
  ];
  try {
    return await Promise.race(waits);
  } catch (error) {
    if (ports.signal.aborted) throw new AuthctlError('INTERRUPTED', 'interrupted: nobody had logged in yet');
    throw error;
  } finally {
    ports.signal.removeEventListener('abort', stop);
    over.abort();
    // The others end with the wait.
    await Promise.allSettled(waits);
  }
}

async function fromBrowser(
  { ports }: Exchange,
  listener: CallbackListener,
  state: string,
  signal: AbortSignal,
): Promise<Answer> {
  for (;;) {
    const callback = await listener.next(signal);
    const { url } = callback;
    if (hasState(url, state)) {
      ports.keepSecret(url.searchParams.get('code') ?? undefined);
      ports.tell({ kind: 'callback', url });
      return { kind: 'redirect', url, show: callback.answer };
    }
    await callback.answer(STRAY);
    ports.tell({ kind: 'stray-callback' });
  }
}

async function fromKeys(
  { ports: { person, keepSecret } }: Exchange,
  { redirectUri }: CallbackListener,
  { state, deviceOffered }: { readonly state: string; readonly deviceOffered: boolean },
  signal: AbortSignal,
): Promise<Answer> {
  if (!person) return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
  for (;;) {
    const key = (await person.keys.next(signal)).toLowerCase();
    if (key === 'd' && deviceOffered) return { kind: 'device' };
    if (key !== 'p') continue;
    const url = pasted(await person.ask('Address that the browser ended at:'), redirectUri, state);
    keepSecret(url.searchParams.get('code') ?? undefined);
    return { kind: 'redirect', url, show: async () => undefined };
  }
}

function pasted(text: string, redirectUri: string, state: string): URL {
  const address = text.trim();
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && `${url.origin}${url.pathname}` === redirectUri && hasState(url, state)) return url;
  const what = !url
    ? 'what was pasted is no address'
    : `what was pasted is not the answer to this login: ${hasState(url, state) ? `it does not begin with ${redirectUri}` : 'its state differs'}`;
  throw new AuthctlError('LOGIN_REFUSED', what, {
    hint: 'log in again, and paste the whole address that the browser ends at, in the same run',
  });
}

/** Never resolves: that no error is shown answers nothing. */
async function unlessShownError(...look: Parameters<typeof refuseShownError>): Promise<never> {
  await refuseShownError(...look);
  const [, , signal] = look;
  return new Promise((_, fail) => {
    if (signal.aborted) fail(signal.reason);
    signal.addEventListener('abort', () => fail(signal.reason));
  });
}

/** What a server has against a client or its redirect URI may stand in the browser alone, under any status. */
const tooLate = (patience: number, redirectUri: string): AuthctlError =>
  new AuthctlError('LOGIN_REFUSED', `nobody logged in within ${inWords(patience)}`, {
    hint: `log in again with more time (--login-timeout); if the browser showed an error, check the client id and whether ${redirectUri} is registered for it`,
  });

/** Whether an answer belongs to this login, compared in constant time (RFC 9700 section 4.7.1). */
function hasState(url: URL, state: string): boolean {
  const given = Buffer.from(url.searchParams.getAll('state').join(' '));
  const expected = Buffer.from(state);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
