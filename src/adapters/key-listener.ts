import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthctlError } from '../errors.js';
import type { PublishKeys } from '../ports/key-listener.js';

/** A small server on loopback; connections do not keep the program. */
export const publishKeys: PublishKeys = async (port, documents, onFetch) => {
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    onFetch(method, url);
    const document = documents.get(url.split('?', 1)[0] ?? '');
    response.setHeader('connection', 'close');
    if (document === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': document.type }).end(document.content);
  });
  await listening(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

function listening(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'the port is taken' : cause.message;
      fail(
        new AuthctlError('ADDRESS_UNAVAILABLE', `cannot listen on 127.0.0.1:${port}: ${why}`, {
          cause,
          hint: 'name another port with --listen, or 0 for any that is free',
        }),
      );
    });
    server.listen(port, '127.0.0.1', done);
  });
}
