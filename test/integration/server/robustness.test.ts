import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createListener, LIMITS, listen, stop } from '../../../src/server/listener.js';
import { startServer } from '../../../src/server/start.js';
import { Browser } from '../../support/browser.js';
import { type BundledServer, startBundledServer } from '../../support/bundled-server.js';
import { CHALLENGE } from '../../support/test-issuer.js';

let bundled: BundledServer;
let sockets: Socket[];
beforeEach(async () => {
  bundled = await startBundledServer();
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await bundled.server.close();
});

async function open(): Promise<Socket> {
  const socket = connect(bundled.server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** What comes back for these bytes, until the server closes the connection. */
async function exchange(bytes: string): Promise<string> {
  const socket = await open();
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return received;
}

const request = (line: string, ...fields: string[]) =>
  [line, 'Host: 127.0.0.1', 'Connection: close', ...fields, '', ''].join('\r\n');

test.for([
  { what: 'a health check', bytes: request('GET /health HTTP/1.1'), answer: '200 OK' },
  { what: 'absolute form', bytes: request('GET http://127.0.0.1/health HTTP/1.1'), answer: '200 OK' },
  { what: 'two slashes', bytes: request('GET //health HTTP/1.1'), answer: '404 Not Found' },
  { what: 'dots', bytes: request('GET /x/../users HTTP/1.1'), answer: '404 Not Found' },
  { what: 'encoded dots', bytes: request('GET /x/%2e%2e/users HTTP/1.1'), answer: '404 Not Found' },
  {
    what: 'a guarded path in absolute form',
    bytes: request('GET http://x/users HTTP/1.1'),
    answer: '401 Unauthorized',
  },
  { what: 'OPTIONS *', bytes: request('OPTIONS * HTTP/1.1'), answer: '404 Not Found' },
  { what: 'no HTTP', bytes: 'EHLO authctl\r\n\r\n', answer: '400 Bad Request' },
  { what: 'no Host', bytes: 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', answer: '400 Bad Request' },
  {
    what: 'two lengths (request smuggling)',
    bytes: request('POST /login HTTP/1.1', 'Content-Length: 2', 'Transfer-Encoding: chunked'),
    answer: '400 Bad Request',
  },
  {
    what: 'a flood of header fields',
    bytes: request(
      'GET /health HTTP/1.1',
      ...Array.from({ length: 400 }, (_, n) => `X-${n}: ${'x'.repeat(60)}`),
    ),
    answer: '431 Request Header Fields Too Large',
  },
  {
    what: 'a body said to be large',
    bytes: request('POST /login HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 104857600'),
    answer: '413 Payload Too Large',
  },
])('$what: $answer, and the server goes on', async ({ bytes, answer }) => {
  expect((await exchange(bytes)).split('\r\n')[0]).toBe(`HTTP/1.1 ${answer}`);
  expect((await bundled.send('GET', '/health')).status).toBe(200);
});

test('HEAD has the fields of GET and no content', async () => {
  const [head, get] = await Promise.all(
    ['HEAD', 'GET'].map((method) => exchange(request(`${method} /health HTTP/1.1`))),
  );
  expect(head).toBe(get?.replace('{"status":"ok"}', ''));
});

test('a body that stops half-way does no harm', async () => {
  const socket = await open();
  const head = request('POST /login HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 100');
  socket.end(`${head}{"user`);
  socket.resume();
  await once(socket, 'close');
  expect((await bundled.send('GET', '/health')).status).toBe(200);
  expect(bundled.events.filter(({ status }) => status >= 500)).toEqual([]);
});

test('an endless body is refused while it is still being sent', async () => {
  const socket = await open();
  socket.write(
    request('POST /login HTTP/1.1', 'Content-Type: application/json', 'Transfer-Encoding: chunked'),
  );
  socket.write(`20000\r\n${'x'.repeat(0x20000)}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
});

test('stopping does not wait for connections, idle or busy', { timeout: 3_000 }, async () => {
  const [idle, busy] = [await open(), await open()];
  idle.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(idle, 'data');
  busy.write(
    'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  );
  await bundled.server.close();
  await bundled.server.close();
  const again = connect(bundled.server.port, '127.0.0.1');
  const [error] = (await once(again, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

test.for([
  {
    what: 'a port that is taken',
    options: () => ({ port: bundled.server.port }),
    why: 'another program listens there',
  },
  {
    what: 'an address of another machine',
    options: () => ({ host: '192.0.2.1' }),
    why: 'this machine has no such address',
  },
])('$what', async ({ options, why }) => {
  await expect(startServer(options())).rejects.toMatchObject({
    code: 'ADDRESS_UNAVAILABLE',
    message: expect.stringContaining(why),
    hint: expect.stringMatching(/--(port|host)/),
  });
});

test.for([
  '//oauth/token',
  '/oauth//token',
  '/oauth/%74oken',
  '/OAuth/token',
  '/oauth/TOKEN',
  '/oauth/token/',
  '/oauth/token;x=1',
  '/oauth/./token',
  '/x/../oauth/token',
  '/oauth/interaction/a/b',
  '/oauth/interaction/%2e%2e',
  '/.well-known/OpenID-configuration',
])('%s is no other spelling of an endpoint', async (path) => {
  const answer = await exchange(request(`POST ${path} HTTP/1.1`));
  expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 404 Not Found');
});

test.for(['/oauth/token', '/oauth/par', '/oauth/register', '/oauth/introspect'])(
  '%s refuses a body said to be of 100 MB, and one that never ends',
  async (path) => {
    const form = 'Content-Type: application/x-www-form-urlencoded';
    const said = await exchange(request(`POST ${path} HTTP/1.1`, form, 'Content-Length: 104857600'));
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    const socket = await open();
    socket.write(request(`POST ${path} HTTP/1.1`, form, 'Transfer-Encoding: chunked'));
    socket.write(`20000\r\n${'x'.repeat(0x20000)}\r\n`);
    const [endless] = (await once(socket, 'data')) as [Buffer];
    expect(endless.toString()).toMatch(/^HTTP\/1\.1 400 /);
    expect((await bundled.send('GET', '/health')).status).toBe(200);
  },
);

test("logins that nobody finishes are in nobody else's way", async () => {
  const query = new URLSearchParams({
    client_id: 'authctl',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1/callback',
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  const url = `${bundled.server.issuer}/oauth/authorize?${query}`;
  const path = url.slice(bundled.server.issuer.length);
  const begin = async () => (await bundled.send('GET', path)).status;
  const started = await Promise.all(Array.from({ length: 200 }, begin));
  expect(new Set(started)).toEqual(new Set([303]));
  expect(await new Browser().follow(`${url}&login_hint=agus`)).toMatch(/\/callback\?code=/);
});

test('a client that sends its header one byte at a time is cut off (slow-loris)', async () => {
  const limits = { ...LIMITS, headersTimeout: 30, requestTimeout: 30, connectionsCheckingInterval: 10 };
  const unreadable: number[] = [];
  const listener = createListener((status) => unreadable.push(status), undefined, limits);
  const port = await listen(listener, 0, '127.0.0.1');
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  const bytes = [...'GET /health HTTP/1.1\r\nX: '].values();
  const drip = setInterval(() => socket.writable && socket.write(bytes.next().value ?? 'x'), 5);
  try {
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
    expect(unreadable).toEqual([408]);
  } finally {
    clearInterval(drip);
    socket.destroy();
    await stop(listener);
  }
});

test('a thousand clients that never end their request keep nobody out, and are cut off', async () => {
  const limits = { ...LIMITS, headersTimeout: 400, requestTimeout: 400, connectionsCheckingInterval: 50 };
  const listener = createListener(() => undefined, undefined, limits);
  listener.on('request', (_request, response) => response.end('served'));
  const port = await listen(listener, 0, '127.0.0.1');
  const dripping = Array.from({ length: 1_000 }, () => connect(port, '127.0.0.1'));
  sockets.push(...dripping);
  try {
    const closed = dripping.map((socket) => {
      socket.on('error', () => undefined).resume();
      socket.write('POST /login HTTP/1.1\r\nHost: x\r\nContent-Len');
      return once(socket, 'close');
    });
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('served');
    expect(await Promise.all(closed)).toHaveLength(1_000);
  } finally {
    await stop(listener);
  }
});

test('a wildcard address is named by loopback, which reaches it', async () => {
  const server = await startServer({ host: '0.0.0.0' });
  try {
    expect(server.issuer).toBe(`http://127.0.0.1:${server.port}`);
    expect((await fetch(`${server.issuer}/health`)).status).toBe(200);
  } finally {
    await server.close();
  }
});
