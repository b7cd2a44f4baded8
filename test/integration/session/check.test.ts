import { afterEach, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import type { Session } from '../../../src/session/session.js';
import {
  type Answer,
  answerJson,
  type LoopbackServer,
  startLoopbackServer,
} from '../../support/loopback-server.js';
import { type CommandWorld, runCommand } from '../../support/run-command.js';
import { tokenSession } from '../../unit/session/sessions.js';

const NOW = 1_767_225_600;
const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: Answer): Promise<LoopbackServer> {
  const server = await startLoopbackServer(answer);
  servers.push(server);
  return server;
}

/** What `status --check` says of one session, and how it ends. */
async function check(session: Session, words: readonly string[] = [], world: CommandWorld = {}) {
  const store = createMemoryStore(session);
  const outcome = await runCommand(['status', '--check', ...words, '--json'], { store, ...world });
  const { sessions } = JSON.parse(outcome.stdout);
  return { status: outcome.status, check: sessions[0].check, store };
}

const client = ({ url }: LoopbackServer): NonNullable<Session['client']> => ({
  issuer: url,
  tokenEndpoint: `${url}/token`,
  clientId: 'cli',
  authentication: { method: 'none' },
});

test.for<{ title: string; statuses: Record<string, number>; words?: string[]; exit: number; check: object }>([
  {
    title: 'accepted',
    statuses: { '/me': 200 },
    exit: 0,
    check: { result: 'accepted', asked: 'GET SERVER/me', why: 'answered 200' },
  },
  {
    title: 'recognised, and not allowed to see it',
    statuses: { '/me': 403 },
    exit: 0,
    check: { result: 'accepted', asked: 'GET SERVER/me', why: 'answered 403' },
  },
  {
    title: 'refused',
    statuses: { '/me': 401 },
    exit: 4,
    check: { result: 'refused', asked: 'GET SERVER/me', why: 'answered 401' },
  },
  {
    title: 'accepted at the second route',
    statuses: { '/userinfo': 200 },
    exit: 0,
    check: { result: 'accepted', asked: 'GET SERVER/userinfo', why: 'answered 200' },
  },
  {
    title: 'accepted at the route that was named',
    statuses: { '/api/profile': 200 },
    words: ['/api/profile'],
    exit: 0,
    check: { result: 'accepted', asked: 'GET SERVER/api/profile', why: 'answered 200' },
  },
  {
    title: 'neither: no route says',
    statuses: {},
    exit: 3,
    check: { result: 'unknown', asked: null, why: 'GET /me answered 404, GET /userinfo answered 404' },
  },
  {
    title: 'neither: a redirect is not followed',
    statuses: { '/me': 302, '/userinfo': 302 },
    exit: 3,
    check: { result: 'unknown', asked: null, why: 'GET /me answered 302, GET /userinfo answered 302' },
  },
])('$title', async ({ statuses, words, exit, check: expected }) => {
  const server = await serve(({ path }, response) =>
    response.writeHead(statuses[path] ?? 404, { location: '/login' }).end(),
  );
  const outcome = await check(tokenSession({ server: server.url }), words);
  const { asked = null } = expected as { asked?: string | null };
  expect(outcome.check).toEqual({
    ...expected,
    asked: asked?.replace('SERVER', server.url) ?? null,
    renewed: false,
  });
  expect(outcome.status).toBe(exit);
});

test('a server that is away', async () => {
  const outcome = await check(tokenSession({ server: 'http://127.0.0.1:1' }));
  expect(outcome).toMatchObject({
    status: 3,
    check: {
      result: 'unreachable',
      why: 'cannot reach http://127.0.0.1:1: nothing accepts connections there',
    },
  });
});

test('a session that has expired is not asked about', async () => {
  const server = await serve((_, response) => response.end());
  const credential = { kind: 'bearer', accessToken: 'a', expiresAt: NOW } as const;
  const outcome = await check(tokenSession({ server: server.url, credential }));
  expect(outcome).toMatchObject({
    status: 4,
    check: { result: 'expired', asked: null, why: 'it has ended' },
  });
  expect(server.received).toEqual([]);
});

test('one that can be renewed is renewed for it, and stored', async () => {
  const server = await serve(({ path, headers }, response) => {
    if (path === '/token') {
      return answerJson(response, 200, { access_token: 'new', token_type: 'Bearer', expires_in: 900 });
    }
    return answerJson(response, headers.authorization === 'Bearer new' ? 200 : 401, {});
  });
  const credential = { kind: 'bearer', accessToken: 'old', refreshToken: 'r', expiresAt: NOW } as const;
  const session = tokenSession({ server: server.url, flow: 'code', client: client(server), credential });
  const outcome = await check(session);
  expect(outcome).toMatchObject({ status: 0, check: { result: 'accepted', renewed: true } });
  expect((await outcome.store.get('agus'))?.credential).toMatchObject({
    accessToken: 'new',
    expiresAt: NOW + 900,
  });
});

test('one whose refresh token is dead is refused', async () => {
  const server = await serve((_, response) => answerJson(response, 400, { error: 'invalid_grant' }));
  const credential = { kind: 'bearer', accessToken: 'old', refreshToken: 'r', expiresAt: NOW } as const;
  const session = tokenSession({ server: server.url, flow: 'code', client: client(server), credential });
  const outcome = await check(session);
  expect(outcome).toMatchObject({
    status: 4,
    check: {
      result: 'refused',
      why: expect.stringContaining('the server no longer takes its refresh token'),
    },
  });
});

test.for([true, false])('a client with a secret asks the issuer (RFC 7662): active is %s', async (active) => {
  const server = await serve(({ path, body, headers }, response) => {
    const { host } = headers;
    if (path.includes('.well-known')) {
      return answerJson(response, 200, {
        issuer: `http://${host}`,
        introspection_endpoint: `http://${host}/introspect`,
      });
    }
    return answerJson(response, path === '/introspect' && body.includes('token=opaque-token') ? 200 : 400, {
      active,
    });
  });
  const authentication = { method: 'client_secret_basic', secret: 'client-secret' } as const;
  const session = tokenSession({ server: server.url, client: { ...client(server), authentication } });
  const outcome = await check(session);
  expect(outcome).toMatchObject({
    status: active ? 0 : 4,
    check: { result: active ? 'accepted' : 'refused', asked: `POST ${server.url}/introspect` },
  });
});

test('an OpenID provider is asked at its own user-info endpoint', async () => {
  const server = await serve(({ path, headers }, response) => {
    const { host } = headers;
    if (path.includes('.well-known')) {
      return answerJson(response, 200, {
        issuer: `http://${host}`,
        userinfo_endpoint: `http://${host}/oidc/who`,
      });
    }
    return answerJson(response, path === '/oidc/who' ? 200 : 404, {});
  });
  const credential = { kind: 'bearer', accessToken: 'a', scope: 'openid' } as const;
  const outcome = await check(tokenSession({ server: server.url, client: client(server), credential }));
  expect(outcome).toMatchObject({ status: 0, check: { asked: `GET ${server.url}/oidc/who` } });
});

test('the session in use decides; what is said of the others is shown', async () => {
  const good = await serve((_, response) => response.end());
  const bad = await serve((_, response) => response.writeHead(401).end());
  const sessions = [
    tokenSession({ name: 'agus', server: bad.url }),
    tokenSession({ name: 'sari', server: good.url, role: 'admin', username: 'sari' }),
  ];
  const run = (...words: string[]) =>
    runCommand(['status', '--check', ...words], { store: createMemoryStore(...sessions), now: NOW });
  const all = await run();
  expect(all).toMatchObject({ status: 0, stderr: '' });
  expect(all.stdout).toContain(`the server refuses it: GET ${bad.url}/me answered 401`);
  expect(all.stdout).toContain(`the server accepts it: GET ${good.url}/me answered 200`);
  expect((await run('--as', 'agus')).status).toBe(4);
});

test('a token of the environment is asked about, too', async () => {
  const server = await serve((_, response) => response.writeHead(401).end());
  const env = { AUTHCTL_TOKEN: 'handed-over', AUTHCTL_SERVER: server.url };
  const outcome = await runCommand(['status', '--check', '--json'], { env });
  expect(outcome.status).toBe(4);
  expect(JSON.parse(outcome.stdout)).toMatchObject({
    inUse: { name: 'AUTHCTL_TOKEN', source: 'AUTHCTL_TOKEN' },
    standIn: { check: { result: 'refused' } },
  });
  const nowhere = await runCommand(['status', '--check', '--json'], {
    env: { AUTHCTL_TOKEN: 'handed-over' },
  });
  expect(nowhere.status).toBe(3);
  expect(JSON.parse(nowhere.stdout).standIn.check.why).toBe('nothing says which server it is for');
});

test.for([
  { words: ['--as', 'nobody'], status: 2, stderr: "error: no session is named 'nobody'" },
  {
    words: ['--check', 'https://evil.example/'],
    status: 2,
    stderr: "error: 'https://evil.example/' is no path of a route",
  },
  { words: ['--check', '--timeout', 'x'], status: 2, stderr: "error: 'x' is no time-out" },
])('$words is refused', async ({ words, status, stderr }) => {
  const outcome = await runCommand(['status', ...words], { store: createMemoryStore(tokenSession()) });
  expect(outcome.status).toBe(status);
  expect(outcome.stderr).toContain(stderr);
});

test('AUTHCTL_AS names the session in use, before a token of the environment', async () => {
  const store = createMemoryStore(tokenSession(), tokenSession({ name: 'sari' }));
  const env = { AUTHCTL_AS: 'agus', AUTHCTL_TOKEN: 'handed-over' };
  const outcome = await runCommand(['status', '--json'], { store, env });
  expect(JSON.parse(outcome.stdout).inUse).toEqual({ name: 'agus', source: 'AUTHCTL_AS' });
  const text = await runCommand(['status'], { store, env: { AUTHCTL_AS: 'william' } });
  expect(text.stdout).toContain('AUTHCTL_AS names william, which is not stored');
});
