import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthctlError } from '../errors.js';
import type { Callback, CallbackPage, ListenForCallback } from '../ports/callback-listener.js';

/** A browser that keeps a connection open must not keep the program. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/** Listens on loopback only. Requests to other paths than the callback's, such as for an icon, are answered with 404. */
export const listenForCallback: ListenForCallback = async ({ host, port, path }) => {
  const waiting: Callback[] = [];
  let wake = (): void => undefined;
  const receive = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', redirectUri);
    if (request.method !== 'GET' || url.pathname !== path) {
      response.writeHead(404, { connection: 'close' }).end();
      return;
    }
    waiting.push({ url, answer: (page) => answer(response, page) });
    wake();
  };
  const servers = await listenOn(host, port, receive);
  const shown = host.includes(':') ? `[${host}]` : host;
  const redirectUri = `http://${shown}:${portOf(servers)}${path}`;
  return {
    redirectUri,
    async next(signal) {
      for (;;) {
        const first = waiting.shift();
        if (first) return first;
        await new Promise<void>((done, fail) => {
          wake = done;
          if (signal.aborted) fail(signal.reason);
          signal.addEventListener('abort', () => fail(signal.reason), { once: true });
        });
      }
    },
    async close() {
      await Promise.all(servers.map(closed));
    },
  };
};

/** A name stands for both families: which one a browser takes is not known. */
async function listenOn(
  host: string,
  port: number,
  receive: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<readonly Server[]> {
  const first = await listening(host === 'localhost' ? '127.0.0.1' : host, port, receive);
  if (host !== 'localhost') return [first];
  const second = await listening('::1', portOf([first]), receive).catch(() => undefined);
  return second ? [first, second] : [first];
}

function listening(
  address: string,
  port: number,
  receive: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  const server = createServer(receive);
  return new Promise((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE';
      fail(
        new AuthctlError(
          'ADDRESS_UNAVAILABLE',
          `cannot listen on ${address}:${port} for the answer of the login: ${taken ? 'the port is taken' : cause.message}`,
          { cause, hint: 'name another one with --callback-port, or leave it away to take any that is free' },
        ),
      );
    });
    server.listen(port, address, () => done(server));
  });
}

function portOf([first]: readonly Server[]): number {
  const address = first?.address() as AddressInfo | null | undefined;
  return address?.port ?? 0;
}

function answer(response: ServerResponse, { status, title, message }: CallbackPage): Promise<void> {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:1.1em/1.5 system-ui,sans-serif;margin:15vh auto;max-width:32em;padding:0 1em}</style>
<h1>${title}</h1><p>${message}</p></html>
`;
  return new Promise((done) => {
    // Also when the browser has gone in the meantime.
    response.once('close', done);
    response.writeHead(status, HEADERS).end(page);
  });
}

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
