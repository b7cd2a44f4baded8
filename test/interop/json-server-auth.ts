import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

/** What of an Express application is used here; the packages carry no types that fit together. */
interface Application {
  db: unknown;
  use(...handlers: readonly unknown[]): void;
  listen(port: number, host: string, ready: () => void): Server;
}

interface JsonServer {
  create(): Application;
  defaults(options: object): unknown;
  router(data: object): { readonly db: unknown };
}

const require = createRequire(import.meta.url);

export interface ForeignApi {
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * json-server with json-server-auth: a JSON login that answers `accessToken`, and routes guarded by its permissions, which
 * read as those of a file: 644 everyone reads, 660 who is logged in, 600 the owner.
 */
export async function startJsonServerAuth(
  data: object,
  permissions: Readonly<Record<string, number>>,
): Promise<ForeignApi> {
  const jsonServer = require('json-server') as JsonServer;
  const auth = require('json-server-auth') as { rewriter(rules: object): unknown };
  const application = jsonServer.create();
  const router = jsonServer.router(data);
  application.db = router.db;
  application.use(jsonServer.defaults({ logger: false, static: 'test/interop' }));
  application.use(auth.rewriter(permissions), auth, router);
  const server = await new Promise<Server>((done) => {
    const started = application.listen(0, '127.0.0.1', () => done(started));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** @returns the id that the server gave the new user. */
export async function register(api: ForeignApi, email: string, password: string): Promise<number> {
  const answer = await fetch(`${api.url}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`could not register ${email}: ${answer.status}`);
  return ((await answer.json()) as { user: { id: number } }).user.id;
}
