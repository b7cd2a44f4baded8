import type { LoginEvent } from '../../src/login/oauth/login-event.js';
import { oauthLogin } from '../../src/login/oauth/oauth-login.js';
import type { OAuthLogin } from '../../src/login/oauth/oauth-login-request.js';
import type { OAuthPorts } from '../../src/login/oauth/oauth-ports.js';
import type { CallbackPage } from '../../src/ports/callback-listener.js';
import type { Http } from '../../src/ports/http.js';
import { oauthLoginRequest } from './oauth-world.js';
import { ISSUER, NOW } from './scripted-issuer.js';

export const REDIRECT_URI = 'http://127.0.0.1:41234/callback';

/** What a browser does with the address it is given: the queries that it brings to the callback, in turn. */
export type Browsing = (authorize: URL) => readonly (Readonly<Record<string, string>> | 'nothing')[];

export interface Scene {
  readonly http: Http;
  readonly browsing?: Browsing;
  readonly request?: Partial<OAuthLogin>;
  readonly ports?: Partial<OAuthPorts>;
  /** Seconds after which the person interrupts. */
  readonly interruptedAfter?: number;
}

/** One login without sockets and without waiting: sleeping moves the clock. */
export function scriptedLogin({
  http,
  browsing = () => [],
  request = {},
  ports = {},
  interruptedAfter,
}: Scene) {
  const events: LoginEvent[] = [];
  const pages: CallbackPage[] = [];
  const secrets: string[] = [];
  const interrupt = new AbortController();
  let slept = 0;
  const arrived: URL[] = [];
  let wake = (): void => undefined;
  const all: OAuthPorts = {
    http,
    now: () => NOW + slept,
    signal: interrupt.signal,
    sleep: async (ms, signal) => {
      // Whatever else goes on comes first.
      await new Promise((done) => setTimeout(done, 5));
      if (signal?.aborted) return;
      slept += ms / 1000;
      if (interruptedAfter !== undefined && slept >= interruptedAfter) interrupt.abort('SIGINT');
    },
    listen: async () => ({
      redirectUri: REDIRECT_URI,
      next: async (signal) => {
        for (;;) {
          const url = arrived.shift();
          if (url) return { url, answer: async (page) => void pages.push(page) };
          await new Promise<void>((done, fail) => {
            wake = done;
            signal.addEventListener('abort', () => fail(signal.reason));
          });
        }
      },
      close: async () => undefined,
    }),
    browser: async () => ({
      open: async (address) => {
        for (const query of browsing(new URL(address))) {
          if (query !== 'nothing') arrived.push(new URL(`?${new URLSearchParams(query)}`, REDIRECT_URI));
        }
        wake();
        return true;
      },
    }),
    person: undefined,
    watched: true,
    tell: (event) => void (event.kind === 'waiting' || events.push(event)),
    keepSecret: (...values) => void secrets.push(...values.filter((value) => value !== undefined)),
    ...ports,
  };
  return {
    result: oauthLogin(oauthLoginRequest(ISSUER, request), all),
    events,
    pages,
    secrets,
    slept: () => slept,
  };
}
