import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AuthctlError } from '../errors.js';
import { AccessTokens } from './access-token.js';
import { type Answer, refusal } from './answer.js';
import { ArticleStore, demoArticles } from './articles.js';
import type { RequestEvent } from './event.js';
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

/** How long a busy connection may take to finish when the server stops. */
const GRACE_MS = 500;

/** A client that sends slower than this is cut off (408). */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16 * 1024,
};

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
  const server = createServer(LIMITS);
  const bound = await listen(server, port, host);
  const issuer = `http://${hostInUrl(host)}:${bound}`;
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
  server.on('clientError', answerUnreadable);
  return { issuer, host, port: bound, accounts: demoAccounts, close: () => stop(server) };
}

const systemClock = () => Math.floor(Date.now() / 1000);

/** A wildcard address is reached by loopback; an IPv6 address stands in brackets (RFC 3986 section 3.2.2). */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

const reasons: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  EADDRINUSE: {
    why: 'another program listens there',
    hint: 'stop that program, or choose another port with --port (0 takes a free one)',
  },
  EACCES: { why: 'this user may not listen there', hint: 'choose a port above 1023 with --port' },
  EADDRNOTAVAIL: {
    why: 'this machine has no such address',
    hint: 'give an address of this machine with --host',
  },
  ENOTFOUND: { why: 'the name does not resolve', hint: 'give an address of this machine with --host' },
};

async function listen(server: Server, port: number, host: string): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host }, resolve);
    });
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const { why, hint } = reasons[code] ?? {
      why: code,
      hint: 'choose another address with --host and --port',
    };
    throw new AuthctlError('ADDRESS_UNAVAILABLE', `cannot listen on ${host} port ${port}: ${why}`, {
      hint,
      cause,
    });
  }
  return (server.address() as AddressInfo).port;
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
  const { answer, event } = await respond(request, router, state).catch(() => ({
    answer: refusal(500, 'server_error', 'the server failed at this request'),
    event: { caller: null, decision: 'none', why: 'a defect of the server' } as const,
  }));
  write(response, answer);
  onRequest({ at: now(), method, path: pathOf(url), status: answer.status, ...event });
}

function write(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  if (response.destroyed) return;
  const common = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers };
  if (body === undefined) {
    response.writeHead(status, common).end();
    return;
  }
  const content = Buffer.from(JSON.stringify(body));
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': content.length, ...common })
    .end(content);
}

const statusOfClientError: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What is no HTTP request gets an answer too, as far as the connection still takes one. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOfClientError[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify(refusal(0, 'invalid_request', 'the request cannot be read').body);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(grace);
}
