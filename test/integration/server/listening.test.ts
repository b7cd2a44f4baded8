import { Agent, request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { selfSigned } from '../../../src/server/self-signed.js';
import { type RunningServer, startServer } from '../../../src/server/start.js';
import { Browser } from '../../support/browser.js';
import { CHALLENGE } from '../../support/test-issuer.js';

const LOGIN = new URLSearchParams({
  client_id: 'authctl',
  response_type: 'code',
  redirect_uri: 'http://127.0.0.1/callback',
  scope: 'openid',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
});

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<RunningServer> {
  const server = await startServer(options);
  running.push(server);
  return server;
}

test.for(['127.0.0.1', '[::1]', 'localhost'])('%s leads to the server', async (host) => {
  const { port } = await start();
  expect((await fetch(`http://${host}:${port}/health`)).status).toBe(200);
});

test('another host is the only one that is listened on', async () => {
  const { port, issuer } = await start({ host: '::1' });
  expect(issuer).toBe(`http://[::1]:${port}`);
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
});

test('over HTTPS the issuer says so, cookies are kept to it, and only its certificate is believed', async () => {
  const tls = await selfSigned(['127.0.0.1'], Math.floor(Date.now() / 1000));
  const { issuer } = await start({ tls });
  const dispatcher = new Agent({ connect: { ca: tls.cert } });
  try {
    const metadata = await request(`${issuer}/.well-known/openid-configuration`, { dispatcher });
    expect(await metadata.body.json()).toMatchObject({ issuer, token_endpoint: `${issuer}/oauth/token` });
    expect(issuer).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const page = await request(`${issuer}/oauth/authorize?${LOGIN}`, { dispatcher });
    await page.body.dump();
    expect(String(page.headers['set-cookie'])).toMatch(/; secure;/i);
    await expect(request(`${issuer}/health`)).rejects.toThrow(/self-signed certificate/);
  } finally {
    await dispatcher.close();
  }
});

test('where other machines reach the server, a login hint is no password', async () => {
  const { port } = await start({ host: '0.0.0.0' });
  const browser = new Browser();
  await browser.follow(`http://127.0.0.1:${port}/oauth/authorize?${LOGIN}&login_hint=sari`);
  expect(browser.body).toContain('value="sari"');
  expect(browser.body).not.toContain('name="choice"');
});

test('with a user to log in, no page is shown to anybody', async () => {
  const { issuer } = await start({ autoLogin: 'william' });
  const end = await new Browser().follow(`${issuer}/oauth/authorize?${LOGIN}`);
  expect(end).toMatch(/^http:\/\/127\.0\.0\.1\/callback\?code=/);
});
