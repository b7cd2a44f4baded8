import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { curlCommand } from '../../../src/report/curl-command.js';
import type { CredentialStore } from '../../../src/session/credential-store.js';
import type { Session, StoredCookie } from '../../../src/session/session.js';
import {
  type Answer,
  answerJson,
  type LoopbackServer,
  startLoopbackServer,
} from '../../support/loopback-server.js';
import { runCommand } from '../../support/run-command.js';
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

/** An API that takes one token, and an authorization server that hands it out for one refresh token. */
const renewing = (takes: string, refreshToken = 'refresh-1') =>
  serve((request, response) => {
    if (request.path === '/token') {
      if (new URLSearchParams(request.body).get('refresh_token') !== refreshToken) {
        return answerJson(response, 400, { error: 'invalid_grant' });
      }
      return answerJson(response, 200, {
        access_token: 'new-token',
        refresh_token: 'refresh-2',
        token_type: 'Bearer',
        expires_in: 900,
      });
    }
    return answerJson(response, request.headers.authorization === `Bearer ${takes}` ? 200 : 401, {
      body: request.body,
    });
  });

const renewable = (server: LoopbackServer, expiresAt: number | undefined): Session =>
  tokenSession({
    server: server.url,
    flow: 'code',
    client: {
      issuer: server.url,
      tokenEndpoint: `${server.url}/token`,
      clientId: 'cli',
      authentication: { method: 'none' },
    },
    credential: {
      kind: 'bearer',
      accessToken: 'old-token',
      refreshToken: 'refresh-1',
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  });

const asked = ({ received }: LoopbackServer) => received.map(({ method, path }) => `${method} ${path}`);
const tokenIn = async (store: CredentialStore) => {
  const credential = (await store.get('agus'))?.credential;
  return credential?.kind === 'bearer' ? [credential.accessToken, credential.refreshToken] : undefined;
};

describe('a session that can be renewed', () => {
  test('a refusal leads to one renewal, which is stored, and to one repeat with the same body', async () => {
    const server = await renewing('new-token');
    const store = createMemoryStore(renewable(server, undefined));
    const outcome = await runCommand(['request', '/articles', '-d', '{"a":1}'], { store });
    expect(outcome).toMatchObject({
      status: 0,
      stdout: '{"body":"{\\"a\\":1}"}',
      stderr: "session 'agus' was refused, and renewed\n",
    });
    expect(asked(server)).toEqual(['POST /articles', 'POST /token', 'POST /articles']);
    expect(await tokenIn(store)).toEqual(['new-token', 'refresh-2']);
  });

  test('one that is about to end is renewed before', async () => {
    const server = await renewing('new-token');
    const store = createMemoryStore(renewable(server, 1_767_225_600));
    expect((await runCommand(['request', '/x'], { store })).status).toBe(0);
    expect(asked(server)).toEqual(['POST /token', 'GET /x']);
  });

  test('a second refusal stands: there is no third request', async () => {
    const server = await renewing('never');
    const store = createMemoryStore(renewable(server, undefined));
    const outcome = await runCommand(['request', '/x'], { store });
    expect([outcome.status, outcome.stdout]).toEqual([1, '{"body":""}']);
    expect(outcome.stderr).toContain('401 Unauthorized');
    expect(asked(server)).toEqual(['GET /x', 'POST /token', 'GET /x']);
  });

  test('where it cannot be renewed the refusal is shown, and the command that logs in', async () => {
    const server = await renewing('new-token', 'another');
    const store = createMemoryStore(renewable(server, undefined));
    const outcome = await runCommand(['request', '/x'], { store });
    expect([outcome.status, outcome.stdout]).toEqual([1, '{"body":""}']);
    expect(outcome.stderr).toContain('has ended: the server no longer takes its refresh token');
    expect(outcome.stderr).toContain(
      `log in again with \`authctl login ${server.url} --as agus --flow code --client-id cli\``,
    );
    expect(asked(server)).toEqual(['GET /x', 'POST /token']);
    expect(await tokenIn(store)).toEqual(['old-token', 'refresh-1']);
  });
});

test('a DPoP session sends a proof for each request, and repeats with the nonce that a server wants', async () => {
  const nonces: unknown[] = [];
  const server = await serve(({ headers }, response) => {
    const [, payload = ''] = String(headers.dpop).split('.');
    const { htm, nonce } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    nonces.push([headers.authorization, htm, nonce]);
    if (nonce === 'n-1') return answerJson(response, 200, {});
    return answerJson(
      response,
      401,
      {},
      { 'dpop-nonce': 'n-1', 'www-authenticate': 'DPoP error="use_dpop_nonce"' },
    );
  });
  const { d, x, y } = {
    d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
    x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
    y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  };
  const dpopKey = { kty: 'EC', crv: 'P-256', x, y, d } as const;
  const credential = { kind: 'bearer', accessToken: 'bound', dpopKey } as const;
  const store = createMemoryStore(tokenSession({ server: server.url, credential }));
  expect((await runCommand(['request', 'DELETE', '/x'], { store })).status).toBe(0);
  expect(nonces).toEqual([
    ['DPoP bound', 'DELETE', undefined],
    ['DPoP bound', 'DELETE', 'n-1'],
  ]);
  const curl = await runCommand(['request', '/x', '--curl'], { store });
  expect(curl).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('curl cannot prove that it has the key'),
  });
});

test.for([
  { header: 'authorization', value: 'Basic YWd1czpzZWNyZXQ=', flow: 'basic' },
  { header: 'x-api-key', value: 'key-of-agus', flow: 'api-key' },
] as const)('a session of flow $flow sends its header', async ({ header, value, flow }) => {
  const server = await serve((_, response) => answerJson(response, 200, {}));
  const session = tokenSession({ server: server.url, flow, credential: { kind: 'header', header, value } });
  const outcome = await runCommand(['request', '/x'], { store: createMemoryStore(session) });
  expect([outcome.status, server.received[0]?.headers[header]]).toEqual([0, value]);
});

describe('a cookie session', () => {
  const cookie = (name: string, value: string): StoredCookie => ({
    name,
    value,
    domain: '127.0.0.1',
    hostOnly: true,
    path: '/',
    secure: false,
    httpOnly: true,
  });
  const cookieSession = (server: LoopbackServer, changes: Partial<Session> = {}): Session =>
    tokenSession({
      server: server.url,
      flow: 'session',
      credential: { kind: 'cookie', cookies: [cookie('sid', 'one'), cookie('XSRF-TOKEN', 'to%2Bken')] },
      ...changes,
    });
  const fromCookie = {
    from: { kind: 'cookie', name: 'XSRF-TOKEN' },
    to: { kind: 'header', name: 'X-XSRF-TOKEN' },
  } as const;

  test('what the server changes in the cookies is stored', async () => {
    const server = await serve((_, response) =>
      answerJson(response, 200, {}, { 'set-cookie': 'sid=two; Path=/' }),
    );
    const store = createMemoryStore(cookieSession(server));
    await runCommand(['request', '/x'], { store });
    await runCommand(['request', '/x'], { store });
    expect(server.received.map(({ headers }) => headers.cookie)).toEqual([
      'sid=one; XSRF-TOKEN=to%2Bken',
      'XSRF-TOKEN=to%2Bken; sid=two',
    ]);
  });

  test('the CSRF token goes along with what changes something, and with nothing else', async () => {
    const server = await serve((_, response) => answerJson(response, 200, {}));
    const store = createMemoryStore(cookieSession(server, { csrf: fromCookie }));
    await runCommand(['request', '/x'], { store });
    await runCommand(['request', '/x', '-d', '{}'], { store });
    expect(server.received.map(({ method, headers }) => [method, headers['x-xsrf-token']])).toEqual([
      ['GET', undefined],
      ['POST', 'to+ken'],
    ]);
  });

  test.for<{ rule: string; body: string; header: string | undefined }>([
    { rule: 'meta:csrf-token=header:X-CSRF', body: '{"a":1}', header: 'from-page' },
    { rule: 'meta:csrf-token=field:_csrf', body: '{"a":1,"_csrf":"from-page"}', header: undefined },
  ])('$rule: it is fetched from a page', async ({ rule, body, header }) => {
    const page = '<meta name="csrf-token" content="from-page">';
    const server = await serve(({ method }, response) => response.end(method === 'GET' ? page : '{}'));
    const store = createMemoryStore(cookieSession(server));
    await runCommand(['request', 'PUT', '/x', '-d', '{"a":1}', '--csrf', rule, '--csrf-page', '/home'], {
      store,
    });
    expect(
      server.received.map(({ method, path, body: sent, headers }) => [method, path, sent, headers['x-csrf']]),
    ).toEqual([
      ['GET', '/home', '', undefined],
      ['PUT', '/x', body, header],
    ]);
  });

  test('a page without one: nothing is changed', async () => {
    const server = await serve((_, response) => response.end('<p>'));
    const store = createMemoryStore(cookieSession(server));
    const outcome = await runCommand(['request', 'PUT', '/x', '--csrf', 'field:_csrf'], { store });
    expect(outcome).toMatchObject({
      status: 3,
      stderr:
        `error: ${server.url}/ has no CSRF token in the field _csrf\n` +
        ' hint: name the page that has it with --csrf-page PATH\n',
    });
    expect(asked(server)).toEqual(['GET /']);
  });

  test('the login keeps how the CSRF token goes', async () => {
    const server = await serve(({ method, path, headers }, response) => {
      if (path === '/login' && method === 'GET')
        return response.writeHead(200, { 'set-cookie': 'XSRF-TOKEN=abcdef; Path=/' }).end();
      if (path === '/login')
        return answerJson(response, 200, { role: 'reader' }, { 'set-cookie': 'sid=1234567; Path=/' });
      return answerJson(response, headers['x-xsrf-token'] === 'abcdef' ? 200 : 403, {});
    });
    const store = createMemoryStore();
    const login = [
      'login',
      server.url,
      '-u',
      'agus',
      '--password-stdin',
      '--flow',
      'session',
      '--path',
      '/login',
    ];
    const rule = 'cookie:XSRF-TOKEN=header:X-XSRF-TOKEN';
    const loggedIn = await runCommand([...login, '--login-page', '/login', '--csrf', rule], {
      store,
      stdin: 'secret',
    });
    expect(loggedIn.status).toBe(0);
    expect((await runCommand(['request', 'POST', '/x', '-d', '{}'], { store })).status).toBe(0);
  });

  test('it goes to no other host', async () => {
    const server = await serve((_, response) => response.end());
    const store = createMemoryStore(cookieSession(server));
    const outcome = await runCommand(
      ['request', server.url.replace('127.0.0.1', 'localhost'), '--as', 'agus'],
      { store },
    );
    expect(outcome).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("no cookie of session 'agus' belongs to http://localhost"),
    });
    expect(server.received).toEqual([]);
  });
});

describe('the command of curl', () => {
  const wish = {
    method: 'GET',
    url: 'http://127.0.0.1:4455/articles?a=b&c',
    headers: { accept: '*/*' },
    data: undefined,
    session: tokenSession(),
    csrfHeader: undefined,
    include: false,
    output: undefined,
    follow: true,
    ca: undefined,
    clientCert: undefined,
    clientKey: undefined,
    insecure: false,
  } as const;

  test.for<{ title: string; changes: Partial<Parameters<typeof curlCommand>[0]>; made: object }>([
    {
      title: 'a token is a variable that authctl fills',
      changes: {},
      made: {
        setup: ['TOKEN=$(authctl token --as agus)'],
        command: `curl --location --header "Authorization: Bearer $TOKEN" --header 'accept: */*' 'http://127.0.0.1:4455/articles?a=b&c'`,
        fill: {},
      },
    },
    {
      title: 'a token of the environment is there already',
      changes: {
        session: tokenSession({ flow: 'token', name: 'AUTHCTL_TOKEN' }),
        headers: {},
        method: 'DELETE',
        follow: false,
      },
      made: {
        setup: [],
        command: `curl --request DELETE --header "Authorization: Bearer $AUTHCTL_TOKEN" 'http://127.0.0.1:4455/articles?a=b&c'`,
        fill: {},
      },
    },
    {
      title: 'HTTP Basic, a file, an output and the connection',
      changes: {
        session: tokenSession({
          flow: 'basic',
          username: 'a"$b',
          credential: { kind: 'header', header: 'authorization', value: 'Basic secret' },
        }),
        headers: {},
        method: 'PUT',
        data: '@my file',
        output: 'out.json',
        include: true,
        url: 'https://h/',
        ca: 'ca.pem',
        clientCert: 'c.pem',
        clientKey: 'k.pem',
        insecure: true,
      },
      made: {
        setup: [],
        command: String.raw`curl --request PUT --location --include --user "a\"\$b:$AUTHCTL_PASSWORD" --data-binary '@my file' --cacert ca.pem --cert c.pem --key k.pem --insecure --output out.json https://h/`,
        fill: { AUTHCTL_PASSWORD: 'the password of a"$b' },
      },
    },
    {
      title: 'cookies, a CSRF token and HEAD',
      changes: {
        session: tokenSession({ credential: { kind: 'cookie', cookies: [] } }),
        csrfHeader: 'X-CSRF',
        headers: {},
        method: 'HEAD',
        include: true,
        url: 'https://h/',
      },
      made: {
        setup: [],
        command:
          'curl --head --location --header "Cookie: $COOKIE" --header "X-CSRF: $CSRF_TOKEN" https://h/',
        fill: { COOKIE: "the cookies of 'agus'", CSRF_TOKEN: 'the CSRF token' },
      },
    },
  ])('$title', ({ changes, made }) => {
    expect(curlCommand({ ...wish, ...changes })).toEqual(made);
  });

  test('a shell reads the words that were meant, whatever stands in them', () => {
    const body = `{"a": "it's $HOME \`x\` \\\\ \\"q\\""}`;
    const { command } = curlCommand({ ...wish, data: body, headers: { 'x-a': '\'"$' } });
    const words = execFileSync('sh', ['-c', `TOKEN=t; curl() { printf '%s\\n' "$@"; }; ${command}`], {
      encoding: 'utf8',
    });
    expect(words.split('\n')).toEqual([
      '--request',
      'GET',
      '--location',
      '--header',
      'Authorization: Bearer t',
      '--header',
      `x-a: '"$`,
      '--data-raw',
      body,
      wish.url,
      '',
    ]);
  });

  test('a body in several lines becomes one, and what cannot be shown is refused', async () => {
    const store = createMemoryStore(tokenSession());
    const json = await runCommand(['request', '/x', '-d', '{\n\t"a": 1\r\n}', '--curl'], { store });
    expect(json.stdout).toContain(`--data-raw '{ "a": 1 }'`);
    const text = ['-d', 'a\tb', '-H', 'Content-Type: text/plain'];
    const other = await runCommand(['request', '/x', ...text, '--curl'], { store });
    expect(other).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('hint: put it into a file: -d @FILE'),
    });
  });

  test('sends nothing, renews nothing, and reads no standard input', async () => {
    const server = await renewing('new-token');
    const store = createMemoryStore(renewable(server, 1));
    const outcome = await runCommand(['request', '/x', '-d', '-', '--curl', '--json'], {
      store,
      stdin: 'no JSON',
    });
    expect(JSON.parse(outcome.stdout)).toEqual({
      schema: 'authctl/request-curl@1',
      command: `curl --location --header "Authorization: Bearer $TOKEN" --header 'content-type: application/json' --header 'accept: application/json, */*;q=0.5' --data-binary @- ${server.url}/x`,
      setup: ['TOKEN=$(authctl token --as agus)'],
      fill: {},
    });
    expect(server.received).toEqual([]);
  });
});
