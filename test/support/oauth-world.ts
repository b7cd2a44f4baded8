import { listenForCallback } from '../../src/adapters/callback-listener.js';
import { createHttp } from '../../src/adapters/http-undici.js';
import type { LoginEvent } from '../../src/login/oauth/login-event.js';
import type { OAuthLogin } from '../../src/login/oauth/oauth-login-request.js';
import type { OAuthPorts } from '../../src/login/oauth/oauth-ports.js';
import { browse, type Ended, type Person } from './browser-by-hand.js';

export interface OAuthWorld {
  readonly ports: OAuthPorts;
  readonly events: LoginEvent[];
  readonly secrets: string[];
  /** What the browser ended at, once it did. */
  readonly ended: Promise<Ended>;
}

export const AGUS: Person = { username: 'agus', password: 'agus-demo' };

/** Ports to real servers on this machine, with a person at a browser, and a clock that sleeping moves. */
export function oauthWorld(person: Person = AGUS, changes: Partial<OAuthPorts> = {}): OAuthWorld {
  const events: LoginEvent[] = [];
  const secrets: string[] = [];
  let slept = 0;
  let arrive = (_: Ended | Promise<Ended>): void => undefined;
  const ended = new Promise<Ended>((done) => {
    arrive = done;
  });
  ended.catch(() => undefined);
  const ports: OAuthPorts = {
    http: createHttp(new AbortController().signal),
    now: () => Math.floor(Date.now() / 1000) + slept,
    signal: new AbortController().signal,
    // Long sleeps are those that nothing should end by; short ones pass at once.
    sleep: (ms, signal) =>
      ms > 60_000
        ? new Promise((done) => signal?.addEventListener('abort', () => done()))
        : new Promise((done) => {
            slept += ms / 1000;
            setImmediate(done);
          }),
    listen: listenForCallback,
    browser: async () => ({
      open: async (url) => {
        arrive(browse(url, person));
        return true;
      },
    }),
    person: undefined,
    watched: true,
    tell: (event) => void (event.kind === 'waiting' || events.push(event)),
    keepSecret: (...values) => void secrets.push(...values.filter((value) => value !== undefined)),
    ...changes,
  };
  return { ports, events, secrets, ended };
}

export function oauthLoginRequest(server: string, changes: Partial<OAuthLogin> = {}): OAuthLogin {
  return {
    kind: 'oauth',
    server,
    name: undefined,
    flow: undefined,
    client: { kind: 'known', id: 'cli' },
    resource: [],
    parameters: {},
    dpop: false,
    par: false,
    callback: { host: '127.0.0.1', port: 0, path: '/callback' },
    browser: true,
    patience: 300,
    timeoutMs: 5_000,
    insecureHttp: false,
    ...changes,
  };
}
