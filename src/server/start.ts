import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessTokens } from './access-token.js';
import { type Answer, refusal } from './answer.js';
import { ArticleStore, demoArticles } from './articles.js';
import type { RequestEvent } from './event.js';
import { createListener, inUrl, listen, stop } from './listener.js';
import { respond } from './respond.js';
import { pathOf, Router } from './router.js';
import { routes } from './routes.js';
import { SessionTable } from './sessions.js';
import { generateSigningKeys, type SigningKeys } from './signing-keys.js';
import { cookieNameFor, type ServerState } from './state.js';
import { type DemoAccount, demoAccounts, UserDirectory } from './users.js';

export interface ServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Name or address of the interface to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Default: new keys, gone with the server. */
  readonly keys?: SigningKeys;
  /** Whole seconds since the epoch. Default: the system's clock. */
  readonly now?: () => number;
  /** Called once for each answered request, after the answer was written. Must not throw. */
  readonly onRequest?: (event: RequestEvent) => void;
}

export interface RunningServer {
  /** Base URL, and issuer identifier of its tokens: `http://127.0.0.1:4455`. */
  readonly issuer: string;
  readonly host: string;
  readonly port: number;
  /** Who can log in, passwords included: they are no secrets. */
  readonly accounts: readonly DemoAccount[];
  /** Stops listening and ends open connections, busy ones after at most half a second. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts the bundled authorization server with its demo API, in this process. Its data is its own: users, articles and
 * sessions are as new at each start.
 *
 * @throws {AuthctlError} `ADDRESS_UNAVAILABLE` when it cannot listen there.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 0, host = '127.0.0.1', now = systemClock, onRequest = () => undefined } = options;
  const keys = options.keys ?? (await generateSigningKeys());
  const router = new Router(routes);
  const server = createListener((status) =>
    onRequest({
      at: now(),
      method: '-',
      path: '-',
      status,
      caller: null,
      decision: 'none',
      why: 'unreadable',
    }),
  );
  const bound = await listen(server, port, host);
  const issuer = `http://${inUrl(reachable(host))}:${bound}`;
  const state: ServerState = {
    issuer,
    cookieName: cookieNameFor(bound),
    keys,
    tokens: new AccessTokens({ keys, issuer, now }),
    sessions: new SessionTable(now),
    users: new UserDirectory(demoAccounts),
    articles: new ArticleStore(demoArticles),
  };
  server.on(
    'request',
    (request, response) => void serve(request, response, { router, state, now, onRequest }),
  );
  return { issuer, host, port: bound, accounts: demoAccounts, close: () => stop(server) };
}

const systemClock = () => Math.floor(Date.now() / 1000);

/** A wildcard address is no place to send a request to: it is reached by loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

interface Serving {
  readonly router: Router;
  readonly state: ServerState;
  readonly now: () => number;
  readonly onRequest: (event: RequestEvent) => void;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { router, state, now, onRequest }: Serving,
): Promise<void> {
  const { method = '', url = '' } = request;
  const { answer, event } = await respond(request, router, state).catch((defect: unknown) => ({
    answer: refusal(500, 'server_error', 'the server failed at this request'),
    event: { caller: null, decision: 'none', why: `a defect of the server: ${String(defect)}` } as const,
  }));
  write(response, answer);
  onRequest({ at: now(), method, path: pathOf(url), status: answer.status, ...event });
}

function write(response: ServerResponse, { status, headers = {}, body, indent = 0 }: Answer): void {
  if (response.destroyed) return;
  const common = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers };
  if (body === undefined) {
    response.writeHead(status, common).end();
    return;
  }
  const content = JSON.stringify(body, null, indent);
  response
    .writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(content),
      ...common,
    })
    .end(content);
}
