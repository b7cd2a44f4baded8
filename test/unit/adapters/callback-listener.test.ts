import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listenForCallback } from '../../../src/adapters/callback-listener.js';
import type { CallbackListener } from '../../../src/ports/callback-listener.js';

const open: CallbackListener[] = [];
afterEach(() => Promise.all(open.splice(0).map((listener) => listener.close())));

async function listen(place: Partial<Parameters<typeof listenForCallback>[0]> = {}) {
  const listener = await listenForCallback({ host: '127.0.0.1', port: 0, path: '/callback', ...place });
  open.push(listener);
  return listener;
}

const never = new AbortController().signal;
const PAGE = { status: 200, title: 'Logged in', message: 'Go back.' };

test('one request to the callback path is the answer; the browser waits for its page', async () => {
  const listener = await listen();
  const browser = fetch(`${listener.redirectUri}?code=c1&state=<script>alert(1)</script>`);
  const { url, answer } = await listener.next(never);
  expect(url.searchParams.get('code')).toBe('c1');
  await answer(PAGE);
  const page = await browser;
  const text = await page.text();
  expect({ status: page.status, cache: page.headers.get('cache-control') }).toEqual({
    status: 200,
    cache: 'no-store',
  });
  expect(text).toContain('<h1>Logged in</h1><p>Go back.</p>');
  expect(text).not.toContain('script');
});

test.for([
  { method: 'GET', path: '/favicon.ico' },
  { method: 'GET', path: '/' },
  { method: 'POST', path: '/callback' },
  { method: 'GET', path: '/callback/more' },
])('$method $path is none', async ({ method, path }) => {
  const listener = await listen();
  const { status } = await fetch(new URL(path, listener.redirectUri), { method });
  expect(status).toBe(404);
});

test('an address of this machine, by its number', async () => {
  expect((await listen()).redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
});

test('a name listens on both families', async () => {
  const { redirectUri } = await listen({ host: 'localhost', path: '/done' });
  expect(redirectUri).toMatch(/^http:\/\/localhost:\d+\/done$/);
  const { port } = new URL(redirectUri);
  for (const host of ['127.0.0.1', '[::1]'])
    expect((await fetch(`http://${host}:${port}/other`)).status).toBe(404);
});

test('a port that is taken', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  try {
    await expect(listen({ port })).rejects.toMatchObject({
      code: 'ADDRESS_UNAVAILABLE',
      message: `cannot listen on 127.0.0.1:${port} for the answer of the login: the port is taken`,
      hint: 'name another one with --callback-port, or leave it away to take any that is free',
    });
  } finally {
    other.close();
  }
});

test('the wait ends when it is to', async () => {
  const listener = await listen();
  const stop = new AbortController();
  const waiting = listener.next(stop.signal);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});
