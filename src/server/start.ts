import type { Server } from 'node:http';
import { Clock } from './clock.js';
import { Control } from './control/control.js';
import { Operations } from './control/operations.js';
import { CONTROL_PREFIX } from './control/path.js';
import type { ServerControls } from './control/server-controls.js';
import { demoSettings } from './demo-settings.js';
import type { RequestEvent } from './event.js';
import { EventLog } from './event-log.js';
import { Exchanges } from './exchanges.js';
import { parseFault } from './faults/parse-fault.js';
import { KeyRing } from './key-ring.js';
import { createListener, inUrl, listen, stop } from './listener.js';
import { LiveState } from './live-state.js';
import type { CertificateAndKey } from './self-signed.js';
import type { ServerSettings } from './settings.js';
import { generateSigningKeys, type SigningKeys } from './signing-keys.js';
import type { Account } from './users.js';
import { weaknessesFor } from './weaknesses/registry.js';

export interface ServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Name or address of the interface to listen on. Default 127.0.0.1, and ::1 with it where that can be had. */
  readonly host?: string;
  /** Users, roles, clients, tokens, resources and routes. Default: the demo's. `loadServerConfig` reads a file of them. */
  readonly settings?: ServerSettings;
  /** Name of a user whom the authorization server logs in without a page, whatever the client. Default: nobody. */
  readonly autoLogin?: string;
  /** A certificate and its key, as PEM: the server then speaks HTTPS. */
  readonly tls?: CertificateAndKey;
  /** What access tokens are signed with. Default: a new key, gone with the server. */
  readonly keys?: SigningKeys;
  /**
   * The RSA key (RS256) of ID tokens, asked for when the first one is to be signed or the key set is fetched. Default: a
   * new one, which throw-away servers of one process share.
   */
  readonly identityKeys?: () => Promise<SigningKeys>;
  /** Whole seconds since the epoch; every part of the server goes by it. Default: the system's clock. */
  readonly now?: () => number;
  /** Called once for each answered request, after the answer was written. Must not throw. */
  readonly onRequest?: (event: RequestEvent) => void;
}

export interface RunningServer {
  /** Base URL, and issuer identifier of its tokens: `http://127.0.0.1:4455`. */
  readonly issuer: string;
  readonly host: string;
  readonly port: number;
  /** Who can log in, with passwords where they are known: a test's are no secrets. */
  readonly accounts: readonly Account[];
  /** Ids of the weaknesses that are on. */
  readonly weaknesses: readonly string[];
  /** What can be done to it from outside of its API. */
  readonly controls: ServerControls;
  /** The same over HTTP, from this machine only, with the token as `Authorization: Bearer`. */
  readonly controlAt: { readonly url: string; readonly token: string };
  /**
   * Takes other settings over while it runs. Users and objects become what they say; sessions and tokens stay, and so do
   * faults and weaknesses that a control set, unless the settings say something else of these than before.
   */
  configure(settings: ServerSettings): void;
  /**
   * Has these weaknesses and no others from now on; `all` stands for every one.
   *
   * @throws {AuthctlError} `USAGE` for an unknown one, and where other machines reach the server.
   */
  weaken(ids: readonly string[]): void;
  /** The latest requests, then each new one, until the signal aborts, the loop is left, or the server is closed. */
  events(signal?: AbortSignal): AsyncIterable<RequestEvent>;
  /** Stops listening and ends open connections, busy ones after at most half a second. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts the bundled authorization server with its demo API, in this process. Its data is its own: users, objects and
 * sessions are as new at each start.
 *
 * @throws {AuthctlError} `ADDRESS_UNAVAILABLE` when it cannot listen there, `USAGE` for weaknesses and
 * faults that it cannot have.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 0, host = '127.0.0.1', settings = demoSettings, onRequest } = options;
  const isLocal = isLoopback(host);
  weaknessesFor(settings.weaknesses, isLocal);
  settings.faults.forEach(parseFault);
  const clock = new Clock(options.now);
  const keys = new KeyRing(
    options.keys ?? (await generateSigningKeys(settings.tokens.algorithm)),
    options.identityKeys,
  );
  const events = new EventLog();
  const closing = new AbortController();
  if (onRequest) events.listen(onRequest);
  const { tls } = options;
  const listener = () => createListener((status) => events.add(unreadable(clock.now(), status)), tls);
  const server = listener();
  const bound = await listen(server, port, host);
  const servers = [server, ...(await alsoOnIpv6(host, bound, listener))];
  const issuer = `${tls ? 'https' : 'http'}://${inUrl(reachable(host))}:${bound}`;
  const state = new LiveState({
    issuer,
    port: bound,
    isLocal,
    autoLogin: options.autoLogin,
    clock,
    keys,
    settings,
  });
  const controls = new Operations(state);
  const control = new Control(controls, events, closing.signal);
  const exchanges = new Exchanges(state, events, control);
  for (const each of servers) {
    each.on('request', (request, response) => void exchanges.serve(request, response));
  }
  return {
    issuer,
    host,
    port: bound,
    get accounts() {
      return state.settings.users;
    },
    get weaknesses() {
      return state.weaknesses;
    },
    controls,
    controlAt: { url: `${issuer}${CONTROL_PREFIX}`, token: control.token },
    configure: (next) => state.configure(next),
    weaken: (ids) => state.weaken(ids),
    events: (signal) => events.stream(signal ? AbortSignal.any([signal, closing.signal]) : closing.signal),
    async close() {
      closing.abort();
      await Promise.all(servers.map(stop));
    },
  };
}

/** Names of this machine lead to either loopback address; where the other one cannot be had, one has to do. */
async function alsoOnIpv6(host: string, port: number, listener: () => Server): Promise<readonly Server[]> {
  if (host !== '127.0.0.1') return [];
  const server = listener();
  try {
    await listen(server, port, '::1');
    return [server];
  } catch {
    return [];
  }
}

const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

/** A wildcard address is no place to send a request to: it is reached by loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

const unreadable = (at: number, status: number): RequestEvent => ({
  at,
  method: '-',
  path: '-',
  status,
  caller: null,
  decision: 'none',
  why: 'unreadable',
});
