import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import type { Session, StoredCookie } from '../../../src/session/session.js';
import {
  type Answer,
  answerJson,
  type LoopbackServer,
  startLoopbackServer,
} from '../../support/loopback-server.js';
import { type CommandWorld, runCommand } from '../../support/run-command.js';
import { jwt } from '../../unit/login/answers.js';
import { tokenSession } from '../../unit/session/sessions.js';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: Answer): Promise<LoopbackServer> {
  const server = await startLoopbackServer(answer);
  servers.push(server);
  return server;
}

async function logOut(session: Session, words: readonly string[] = [], world: CommandWorld = {}) {
  const store = createMemoryStore(session);
  const outcome = await runCommand(['logout', ...words], { store, ...world });
  return { ...outcome, left: await store.list() };
}

const idToken = jwt({ sub: '2' });

/** What somebody who logged in with a browser has. */
const openId = (url: string, changes: Partial<Session> = {}): Session =>
  tokenSession({
    server: url,
    flow: 'code',
    client: {
      issuer: url,
      tokenEndpoint: `${url}/token`,
      revocationEndpoint: `${url}/revoke`,
      endSessionEndpoint: `${url}/end?a=b`,
      clientId: 'cli',
      authentication: { method: 'none' },
    },
    credential: { kind: 'bearer', accessToken: 'opaque-token', refreshToken: 'refresh', idToken },
    ...changes,
  });

const FORM = '<form method="post"><button>Log out</button></form>';

/** Revokes; answers as a test says where sessions end. */
const provider = (ends: { readonly status: number; readonly body?: string; readonly location?: string }) =>
  serve(({ path }, response) => {
    if (path === '/revoke') return answerJson(response, 200, {});
    return response
      .writeHead(ends.status, ends.location === undefined ? {} : { location: ends.location })
      .end(ends.body);
  });

describe('the session at an OpenID provider', () => {
  test.for<{ title: string; ends: Parameters<typeof provider>[0]; said: string; kind: string }>([
    {
      title: 'is ended',
      ends: { status: 204 },
      said: 'the OpenID provider has ended its session, too',
      kind: 'ended',
    },
    {
      title: 'is ended with a page that says so',
      ends: { status: 200, body: '<p>Logged out' },
      said: 'the OpenID provider has ended its session, too',
      kind: 'ended',
    },
    {
      title: 'is ended with a redirect',
      ends: { status: 302, location: '/goodbye' },
      said: 'the OpenID provider has ended its session, too',
      kind: 'ended',
    },
    {
      title: 'is known by the browser alone',
      ends: { status: 200, body: FORM },
      said: 'the browser is still logged in at the OpenID provider; to log out there, open SERVER/end?a=b&client_id=cli',
      kind: 'in-browser',
    },
    {
      title: 'is asked about at another address',
      ends: { status: 303, location: '/logout/confirm?x=1' },
      said: 'the browser is still logged in at the OpenID provider; to log out there, open SERVER/end?a=b&client_id=cli',
      kind: 'in-browser',
    },
    {
      title: 'could not be ended',
      ends: { status: 500 },
      said: 'the session at the OpenID provider was not ended: it answered status 500',
      kind: 'failed',
    },
  ])('$title, beside the revocation of both tokens', async ({ ends, said, kind }) => {
    const server = await provider(ends);
    const outcome = await logOut(openId(server.url));
    expect(outcome).toMatchObject({ status: 0, stderr: '', left: [] });
    expect(outcome.stdout).toBe(
      `✓ logged out agus at ${server.url}\n` +
        '  the server has revoked its tokens; an API that does not ask the server may take the access token until it expires\n' +
        `  ${said.replace('SERVER', server.url)}\n`,
    );
    expect(
      server.received.map(({ method, path, body }) => [method, path, new URLSearchParams(body).get('token')]),
    ).toEqual([
      ['POST', '/revoke', 'refresh'],
      ['POST', '/revoke', 'opaque-token'],
      ['GET', `/end?a=b&client_id=cli&id_token_hint=${idToken}`, null],
    ]);
    const { sessions } = JSON.parse((await logOut(openId(server.url), ['--json'])).stdout);
    expect(sessions).toMatchObject([{ name: 'agus', atServer: { kind: 'revoked' }, openId: { kind } }]);
  });

  test('--browser opens the browser there, with no token in the address', async () => {
    const server = await provider({ status: 200, body: FORM });
    const opened: string[] = [];
    const outcome = await logOut(openId(server.url), ['--browser'], { browse: (url) => opened.push(url) });
    expect(opened).toEqual([`${server.url}/end?a=b&client_id=cli`]);
    expect(outcome.stdout).toContain(
      `the browser was opened at ${opened[0]}, to log out of the OpenID provider there`,
    );
  });

  test('nobody used a browser: a page says nothing', async () => {
    const server = await provider({ status: 200, body: FORM });
    const outcome = await logOut(openId(server.url, { flow: 'password' }));
    expect(outcome.stdout).not.toContain('OpenID');
  });

  test('its address is plain HTTP on another machine: the ID token does not go there', async () => {
    const server = await provider({ status: 200 });
    const session = openId(server.url);
    const { client } = session as { client: NonNullable<Session['client']> };
    const outcome = await logOut({
      ...session,
      client: { ...client, endSessionEndpoint: 'http://id.example/end' },
    });
    expect(outcome.stdout).toContain(
      'the session at the OpenID provider was not ended: http://id.example is plain HTTP',
    );
  });
});

test('the server is away: forgotten here, and what could not be done is told', async () => {
  const outcome = await logOut(openId('http://127.0.0.1:1'));
  expect(outcome).toEqual({
    status: 0,
    stdout:
      '✓ logged out agus at http://127.0.0.1:1\n' +
      '  forgotten here, but not ended at the server: cannot reach http://127.0.0.1:1: nothing accepts connections there\n' +
      '  the session at the OpenID provider was not ended: http://127.0.0.1:1: nothing accepts connections there\n',
    stderr: '',
    files: {},
    left: [],
  });
});

describe('a cookie session with a CSRF token', () => {
  const cookie: StoredCookie = {
    name: 'sid',
    value: 'one',
    domain: '127.0.0.1',
    hostOnly: true,
    path: '/',
    secure: false,
    httpOnly: true,
  };
  const session = (url: string): Session =>
    tokenSession({
      server: url,
      flow: 'session',
      logout: { method: 'DELETE', path: '/session' },
      csrf: { from: { kind: 'meta', name: 'csrf' }, to: { kind: 'header', name: 'X-CSRF' }, page: '/home' },
      credential: { kind: 'cookie', cookies: [cookie] },
    });

  test('is ended with it', async () => {
    const server = await serve(({ method, headers }, response) => {
      if (method === 'GET') return response.end('<meta name="csrf" content="from-page">');
      return response
        .writeHead(headers['x-csrf'] === 'from-page' && headers.cookie === 'sid=one' ? 204 : 403)
        .end();
    });
    const outcome = await logOut(session(server.url));
    expect(outcome.stdout).toContain('the server has ended the session; its cookie is worth nothing now');
    expect(outcome.left).toEqual([]);
  });

  test('is forgotten where the page has none', async () => {
    const server = await serve((_, response) => response.end('<p>'));
    const outcome = await logOut(session(server.url));
    expect(outcome.stdout).toContain(
      `forgotten here, but not ended at the server: ${server.url}/home has no CSRF token in the meta csrf`,
    );
    expect([outcome.status, outcome.left]).toEqual([0, []]);
  });
});

test('a password or a key is forgotten, and stays valid', async () => {
  const credential = { kind: 'header', header: 'x-api-key', value: 'key' } as const;
  const outcome = await logOut(tokenSession({ flow: 'api-key', credential }));
  expect(outcome.stdout).toContain('the server knows no session: the password or key itself stays valid');
});

test('--all ends every session, also where one server is away', async () => {
  const server = await provider({ status: 204 });
  const store = createMemoryStore(
    openId(server.url, { name: 'agus' }),
    openId('http://127.0.0.1:1', { name: 'sari' }),
  );
  const outcome = await runCommand(['logout', '--all', '--json'], { store });
  expect(outcome.status).toBe(0);
  expect(JSON.parse(outcome.stdout)).toMatchObject({
    schema: 'authctl/logout@1',
    sessions: [
      { name: 'agus', atServer: { kind: 'revoked' }, openId: { kind: 'ended' } },
      { name: 'sari', atServer: { kind: 'failed' }, openId: { kind: 'failed' } },
    ],
  });
  expect(await store.list()).toEqual([]);
});

test('a token of the environment goes on being used, and that is told', async () => {
  const outcome = await logOut(tokenSession(), [], { env: { AUTHCTL_TOKEN: 'handed-over' } });
  expect(outcome.stderr).toBe(
    'warning: AUTHCTL_TOKEN is set and goes on being used\n   hint: unset AUTHCTL_TOKEN\n',
  );
  expect(outcome.left).toEqual([]);
});
