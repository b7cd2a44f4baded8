import { createServer as createPlain, request as plainRequest } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import type { Transport } from '../../../src/ports/transport.js';
import { tlsMaterial } from '../../support/tls-material.js';

const stopped = new AbortController().signal;
const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
};
const closed: (() => void)[] = [];
afterAll(() => {
  for (const close of closed) close();
});

const get = (url: string, transport: Partial<Transport>) =>
  createHttp(stopped, { insecure: false, proxy: {}, ...transport }).send({ method: 'GET', url });

describe('certificates', () => {
  const { authority, server: mine, client } = tlsMaterial();
  let at: string;
  beforeAll(async () => {
    const server = createSecure(
      { ...mine, ca: authority, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        const socket = request.socket as TLSSocket;
        const { subject } = socket.getPeerCertificate();
        response.end(socket.authorized ? subject.CN : 'nobody');
      },
    );
    at = `https://localhost:${await listening(server)}/`;
    closed.push(() => server.close());
  });

  test('one that nobody vouches for is refused, with what to do about it', async () => {
    expect(await get(at, {})).toMatchObject({
      kind: 'failure',
      reason: 'tls',
      hint: 'trust its authority with --ca FILE (or AUTHCTL_CA), or show a certificate of yours with --client-cert and --client-key',
    });
  });

  test('--ca', async () => {
    expect(await get(at, { ca: authority })).toMatchObject({ status: 200, body: 'nobody' });
  });

  test('--client-cert and --client-key', async () => {
    expect(await get(at, { ca: authority, clientCertificate: client })).toMatchObject({ body: 'agus' });
  });

  test('--insecure', async () => {
    expect(await get(at, { insecure: true })).toMatchObject({ status: 200 });
  });
});

describe('proxies', () => {
  const seen: string[] = [];
  let proxy: string;
  let target: number;
  beforeAll(async () => {
    const behind = createPlain((request, response) => response.end(`target ${request.url}`));
    target = await listening(behind);
    const server = createPlain((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      const { pathname } = new URL(request.url ?? '');
      plainRequest({ port: target, path: pathname }, (answer) => answer.pipe(response)).end();
    });
    server.on('connect', (request, socket) => {
      seen.push(`CONNECT ${request.url}`);
      const onward = connect(target, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      onward.pipe(socket).pipe(onward);
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    });
    proxy = `http://127.0.0.1:${await listening(server)}`;
    closed.push(
      () => server.closeAllConnections(),
      () => server.close(),
      () => behind.closeAllConnections(),
      () => behind.close(),
    );
  });

  test('plain HTTP is handed over as it is', async () => {
    expect(await get('http://api.invalid/articles', { proxy: { http: proxy } })).toMatchObject({
      body: 'target /articles',
    });
    expect(seen).toContain('GET http://api.invalid/articles');
  });

  test('TLS goes through a tunnel', async () => {
    // What answers behind it speaks no TLS: that it was asked for is enough.
    expect(await get('https://api.invalid/', { proxy: { https: proxy } })).toMatchObject({ kind: 'failure' });
    expect(seen).toContain('CONNECT api.invalid:443');
  });

  test.for([
    { title: 'this machine', url: () => `http://127.0.0.1:${target}/direct`, except: undefined },
    { title: 'localhost', url: () => `http://localhost:${target}/direct`, except: undefined },
  ])('never for $title', async ({ url, except }) => {
    const before = seen.length;
    const answer = await get(url(), { proxy: { http: proxy, ...(except ? { except } : {}) } });
    expect(answer).toMatchObject({ body: 'target /direct' });
    expect(seen.length).toBe(before);
  });

  test('not for what NO_PROXY names', async () => {
    const before = seen.length;
    expect(
      await get('http://api.invalid/', { proxy: { http: proxy, except: '.other,api.invalid' } }),
    ).toMatchObject({
      kind: 'failure',
      reason: 'address',
    });
    expect(seen.length).toBe(before);
  });

  test('an address that is none', async () => {
    expect(() => createHttp(stopped, { insecure: false, proxy: { http: 'not a url' } })).toThrow(
      expect.objectContaining({ code: 'USAGE', message: 'the address of the proxy cannot be used' }),
    );
  });
});
