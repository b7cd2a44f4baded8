import { Client } from 'undici';
import type { RequestEvent } from '../../src/server/event.js';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/start.js';

/** The instant at which a bundled server under test lives, unless it is moved: 2026-01-01T00:00:00Z. */
export const NOW = 1_767_225_600;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed where it is JSON; null where there is no content. */
  readonly body: unknown;
}

export type Send = (
  method: string,
  path: string,
  options?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly json?: unknown;
    readonly body?: string;
  },
) => Promise<Reply>;

/** A bundled server in this process with a clock that stands, and what it takes to talk to it. */
export interface BundledServer {
  readonly server: RunningServer;
  readonly events: readonly RequestEvent[];
  readonly send: Send;
  /** Logs in and answers the header of an authorized request. */
  bearer(username: string): Promise<{ authorization: string }>;
  cookie(username: string): Promise<{ cookie: string }>;
  advance(seconds: number): void;
}

export async function startBundledServer(options: ServerOptions = {}): Promise<BundledServer> {
  let now = NOW;
  const events: RequestEvent[] = [];
  const server = await startServer({ now: () => now, onRequest: (event) => events.push(event), ...options });
  const client = new Client(server.issuer, { pipelining: 1 });
  const send: Send = async (method, path, { headers = {}, json, body } = {}) => {
    const answer = await client.request({
      path,
      method: method as 'GET',
      headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
    });
    const text = await answer.body.text();
    const isJson = answer.headers['content-type'] === 'application/json' && text !== '';
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson ? JSON.parse(text) : text || null,
    };
  };
  const login = (path: string, username: string) =>
    send('POST', path, { json: { username, password: `${username}-demo` } });
  return {
    server,
    events,
    send,
    async bearer(username) {
      const { body } = await login('/login', username);
      return { authorization: `Bearer ${(body as { access_token: string }).access_token}` };
    },
    async cookie(username) {
      const { headers } = await login('/session', username);
      return { cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
    },
    advance(seconds) {
      now += seconds;
    },
  };
}
