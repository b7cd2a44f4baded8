import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import type { BearerCredential, Session } from '../../../src/session/session.js';
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

const credentialsIn = ({ received }: LoopbackServer) =>
  received.map(({ method, path, headers }) => `${method} ${path} ${headers.authorization ?? '-'}`);

/** Runs `authctl request` as agus, who is logged in at this server. */
const asAgus = (
  server: LoopbackServer,
  words: readonly string[],
  world: CommandWorld = {},
  changes: Partial<Session> = {},
) =>
  runCommand(['request', ...words], {
    store: createMemoryStore(tokenSession({ server: server.url, ...changes })),
    ...world,
  });

describe('what is sent', () => {
  test('method, path, query, headers and JSON, with the credential', async () => {
    const server = await serve((_, response) => answerJson(response, 201, { id: 7 }));
    const outcome = await asAgus(server, [
      'post',
      '/articles',
      '--query',
      'a=b c',
      '-H',
      'X-Trace: 1',
      '-d',
      '{"t": 1.0}',
    ]);
    expect(outcome).toEqual({ status: 0, stdout: '{"id":7}', stderr: '', files: {} });
    expect(server.received).toEqual([
      {
        method: 'POST',
        path: '/articles?a=b%20c',
        headers: expect.objectContaining({
          authorization: 'Bearer opaque-token',
          'content-type': 'application/json',
          'x-trace': '1',
        }),
        body: '{"t": 1.0}',
      },
    ]);
  });

  test.for<{ title: string; words: string[]; world?: CommandWorld; body: string; type: string }>([
    {
      title: 'a file',
      words: ['-d', '@article.json'],
      world: { files: { '/project/article.json': '{"a": 1}\n' } },
      body: '{"a": 1}\n',
      type: 'application/json',
    },
    {
      title: 'standard input',
      words: ['-d', '-'],
      world: { stdin: '[1]' },
      body: '[1]',
      type: 'application/json',
    },
    {
      title: 'a form, which is named as one',
      words: ['-d', 'a=1&b=2', '-H', 'content-type: application/x-www-form-urlencoded'],
      body: 'a=1&b=2',
      type: 'application/x-www-form-urlencoded',
    },
  ])('the body is $title, and the method POST then', async ({ words, world, body, type }) => {
    const server = await serve((_, response) => response.end());
    expect((await asAgus(server, ['/x', ...words], world)).status).toBe(0);
    expect(
      server.received.map(({ method, headers, body: sent }) => [method, headers['content-type'], sent]),
    ).toEqual([['POST', type, body]]);
  });

  test('bytes that are no text arrive as they are', async () => {
    const seen: Buffer[] = [];
    const server = await serve((request, response) => {
      seen.push(Buffer.from(request.headers['content-length'] ?? ''));
      response.end();
    });
    const files = { '/project/a.bin': Uint8Array.from([0, 255, 254, 10]) };
    await asAgus(server, ['/x', '-d', '@a.bin', '-H', 'content-type: application/octet-stream'], { files });
    expect(String(seen[0])).toBe('4');
  });
});

describe('who calls, and where the credential goes', () => {
  const both = () => {
    const store = createMemoryStore(
      tokenSession({ name: 'agus', server: first.url }),
      tokenSession({
        name: 'sari',
        role: 'admin',
        server: second.url,
        credential: { kind: 'bearer', accessToken: 'sari-token' },
      }),
    );
    return store;
  };
  let first: LoopbackServer;
  let second: LoopbackServer;
  const start = async () => {
    first = await serve((_, response) => answerJson(response, 200, {}));
    second = await serve((_, response) => answerJson(response, 200, {}));
  };

  test('a whole URL chooses the session of its server, not the current one', async () => {
    await start();
    const outcome = await runCommand(['request', `${first.url}/me`], { store: both() });
    expect(outcome.status).toBe(0);
    expect(credentialsIn(first)).toEqual(['GET /me Bearer opaque-token']);
  });

  test('a path goes to the server of the session that is named', async () => {
    await start();
    await runCommand(['request', '/me', '--as', 'agus'], { store: both() });
    await runCommand(['request', '/me', '--role', 'admin'], { store: both() });
    expect([credentialsIn(first), credentialsIn(second)]).toEqual([
      ['GET /me Bearer opaque-token'],
      ['GET /me Bearer sari-token'],
    ]);
  });

  test('a session that is named, for another server: nothing is sent', async () => {
    await start();
    const outcome = await runCommand(['request', `${second.url}/me`, '--as', 'agus'], { store: both() });
    expect(outcome).toMatchObject({
      status: 2,
      stderr:
        `error: the credential of 'agus' does not belong to ${second.url}: it is for ${first.url}\n` +
        ` hint: if it does, say so with --api ${second.url}; send none with --as anonymous\n`,
    });
    expect(second.received).toEqual([]);
  });

  test('--api says that it belongs there', async () => {
    await start();
    await runCommand(['request', '/me', '--as', 'agus', '--api', `${second.url}/v1`], { store: both() });
    expect(credentialsIn(second)).toEqual(['GET /v1/me Bearer opaque-token']);
  });

  test('authctl.yaml says the base, and that its server lets in to its API; no password is needed for it', async () => {
    await start();
    const yaml = `version: 1\nserver: ${first.url}\napi: ${second.url}/v1\nsubjects:\n  agus: { role: reader, password: "\${NOWHERE}" }\n`;
    const files = { '/project/authctl.yaml': yaml };
    await runCommand(['request', '/me', '--as', 'agus'], { store: both(), files });
    expect(credentialsIn(second)).toEqual(['GET /v1/me Bearer opaque-token']);
  });

  test('an API that the token names in its audience', async () => {
    await start();
    const accessToken = jwt({ aud: second.url });
    const store = createMemoryStore(
      tokenSession({ server: first.url, credential: { kind: 'bearer', accessToken } }),
    );
    await runCommand(['request', `${second.url}/me`], { store });
    expect(credentialsIn(second)).toEqual([`GET /me Bearer ${accessToken}`]);
  });

  test('anonymous: without any', async () => {
    await start();
    await runCommand(['request', '/me', '--as', 'anonymous'], { store: both() });
    expect(credentialsIn(second)).toEqual(['GET /me -']);
  });

  test('nobody is logged in there', async () => {
    await start();
    const third = await serve((_, response) => response.end());
    const outcome = await runCommand(['request', `${third.url}/me`], { store: both() });
    expect(outcome.status).toBe(4);
    expect(outcome.stderr).toBe(
      `error: not logged in at ${third.url}; the stored sessions are for ${first.url}, ${second.url}\n` +
        ` hint: log in with \`authctl login ${third.url} --username NAME\`, or send no credential with --as anonymous\n`,
    );
    expect(third.received).toEqual([]);
  });

  test('a token of the environment goes where it, the variables or the configuration say', async () => {
    await start();
    const run = (env: Record<string, string>, url: string) =>
      runCommand(['request', url], { env, store: both() });
    const opaque = await run({ AUTHCTL_TOKEN: 'handed-over' }, `${first.url}/a`);
    expect(opaque).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nothing says what the token in it is for'),
    });
    await run({ AUTHCTL_TOKEN: 'handed-over', AUTHCTL_SERVER: first.url }, '/b');
    await runCommand(['request', '/c', '--api', first.url], { env: { AUTHCTL_TOKEN: 'handed-over' } });
    expect(credentialsIn(first)).toEqual(['GET /b Bearer handed-over', 'GET /c Bearer handed-over']);
  });

  test.for([
    {
      title: 'an expired session',
      expiresAt: 1,
      code: 4,
      stderr: /session 'agus' at http:\S+ has expired\n hint: log in again with `authctl login http:/,
    },
  ])('$title: nothing is sent', async ({ expiresAt, code, stderr }) => {
    const server = await serve((_, response) => response.end());
    const credential: BearerCredential = { kind: 'bearer', accessToken: 'old', expiresAt };
    const outcome = await asAgus(server, ['/me'], {}, { credential });
    expect(outcome.status).toBe(code);
    expect(outcome.stderr).toMatch(stderr);
    expect(server.received).toEqual([]);
  });

  test('the header of the session cannot be replaced', async () => {
    const server = await serve((_, response) => response.end());
    const outcome = await asAgus(server, ['/me', '-H', 'Authorization: Bearer mine']);
    expect(outcome).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("session 'agus' sends the header authorization itself"),
    });
    const own = await asAgus(server, ['/me', '-H', 'Authorization: Bearer mine', '--as', 'anonymous']);
    expect([own.status, credentialsIn(server)]).toEqual([0, ['GET /me Bearer mine']]);
  });
});

describe('redirects', () => {
  test('within the server the credential goes along; to another one nothing does', async () => {
    const other = await serve((_, response) => answerJson(response, 200, { from: 'other' }));
    const server = await serve(({ path }, response) => {
      const location = path === '/a' ? '/b' : `${other.url}/c`;
      response.writeHead(302, { location }).end('moved');
    });
    const outcome = await asAgus(server, ['/a', '-H', 'X-Api-Key: secret-key']);
    expect(outcome).toEqual({
      status: 0,
      stdout: '{"from":"other"}',
      stderr: `redirected (302) to ${server.url}/b\nredirected (302) to ${other.url}/c, without the credential\n`,
      files: {},
    });
    expect(credentialsIn(server)).toEqual(['GET /a Bearer opaque-token', 'GET /b Bearer opaque-token']);
    expect(other.received).toEqual([
      {
        method: 'GET',
        path: '/c',
        body: '',
        headers: expect.not.objectContaining({ 'x-api-key': expect.anything() }),
      },
    ]);
    expect(credentialsIn(other)).toEqual(['GET /c -']);
  });

  test('what was sent does not go to another server', async () => {
    const server = await serve(
      (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/x' }).end(),
    );
    const outcome = await asAgus(server, ['/a', '-d', '{}']);
    expect(outcome).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining('redirects what was sent to another server: http://127.0.0.1:1'),
    });
  });

  test('a circle is left after ten rounds', async () => {
    const server = await serve((_, response) => void response.writeHead(302, { location: '/a' }).end());
    const outcome = await asAgus(server, ['/a']);
    expect([outcome.status, server.received.length]).toEqual([3, 11]);
    expect(outcome.stderr).toContain(`${server.url}/a redirects more than 10 times`);
  });

  test('--no-follow shows the redirect', async () => {
    const server = await serve(
      (_, response) => void response.writeHead(302, { location: '/b' }).end('moved'),
    );
    const outcome = await asAgus(server, ['/a', '--no-follow']);
    expect(outcome).toMatchObject({ status: 0, stdout: 'moved', stderr: `302 Found  GET ${server.url}/a\n` });
  });
});

describe('what comes back', () => {
  test.for([
    { status: 200, exit: 0, stderr: '' },
    { status: 399, exit: 0, stderr: '399' },
    { status: 400, exit: 1, stderr: '400 Bad Request' },
    { status: 401, exit: 1, stderr: 'hint: log in again with `authctl login' },
    { status: 403, exit: 1, stderr: "hint: see who may with `authctl probe --only 'GET *'`" },
    { status: 405, exit: 1, stderr: 'hint: the server takes PUT there' },
    { status: 429, exit: 1, stderr: 'hint: try again after 30 seconds' },
    { status: 500, exit: 1, stderr: '500 Internal Server Error' },
  ])('status $status ends with $exit, and its body is shown', async ({ status, exit, stderr }) => {
    const server = await serve((_, response) =>
      response.writeHead(status, { allow: 'PUT', 'retry-after': '30' }).end('body'),
    );
    const outcome = await asAgus(server, ['/x']);
    expect([outcome.status, outcome.stdout]).toEqual([exit, 'body']);
    expect(outcome.stderr).toContain(stderr);
    expect((await asAgus(server, ['/x', '--json'])).status).toBe(exit);
  });

  test('in a pipe every byte as it came; on a terminal nothing that controls it', async () => {
    const body = '{"a":"\u001b[2J\u202e","n":1.0}';
    const server = await serve((_, response) =>
      response.writeHead(200, { 'set-cookie': 'sid=secret-value; Path=/' }).end(body),
    );
    expect((await asAgus(server, ['/x'])).stdout).toBe(body);
    expect((await asAgus(server, ['/x'], { terminal: true })).stdout).toBe(
      '{"a":"\\u001b[2J\\u202e","n":1.0}\n',
    );
    const withHead = await asAgus(server, ['/x', '-i']);
    expect(withHead.stdout).toMatch(/^HTTP\/1\.1 200 OK\nset-cookie: sid=\*\*\*; Path=\/\n[\s\S]*\n\n\{"a":/);
  });

  test('on a terminal JSON is indented, and the token in it loses its signature', async () => {
    const token = jwt({ sub: '2' });
    const server = await serve((_, response) => answerJson(response, 200, { token }));
    const outcome = await asAgus(server, ['/x'], { terminal: true });
    expect(outcome.stdout).toBe(`{\n  "token": "${token.replace(/\.[^.]*$/, '.***')}"\n}\n`);
  });

  test('-o writes a success byte by byte, and leaves the file alone otherwise', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const server = await serve(({ path }, response) =>
      response.writeHead(path === '/ok' ? 200 : 500).end(bytes),
    );
    const good = await asAgus(server, ['/ok', '-o', 'a.bin']);
    expect(good).toEqual({
      status: 0,
      stdout: '',
      stderr: '256 B written to a.bin\n',
      files: { '/project/a.bin': Buffer.from(bytes).toString('latin1') },
    });
    const bad = await asAgus(server, ['/bad', '-o', 'a.bin'], { terminal: true });
    expect(bad).toMatchObject({ status: 1, files: {} });
    expect(bad.stdout).toBe('256 bytes of an unknown type: write them to a file with -o FILE\n');
  });

  test('--json says everything, and masks what is secret', async () => {
    const server = await serve((_, response) =>
      answerJson(response, 200, { id: 1 }, { 'set-cookie': 'sid=secret-value', date: '' }),
    );
    const outcome = await asAgus(server, ['/x', '--json']);
    const { headers, durationMs, ...document } = JSON.parse(outcome.stdout);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'set-cookie': 'sid=***' });
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(document).toEqual({
      schema: 'authctl/request@1',
      method: 'GET',
      url: `${server.url}/x`,
      session: 'agus',
      status: 200,
      statusText: 'OK',
      encoding: 'json',
      body: { id: 1 },
      receivedBytes: 8,
      truncated: false,
      redirects: [],
      renewed: false,
      savedTo: null,
    });
  });

  test('a body without an end is cut, and that is said', async () => {
    const server = await serve((_, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(1024 * 1024, 'a')));
      };
      response.on('drain', more);
      more();
    });
    const outcome = await asAgus(server, ['/x', '--json']);
    expect(outcome.stderr).toBe('warning: the body is cut after 10.0 MiB; -o FILE writes all of it\n');
    expect(JSON.parse(outcome.stdout)).toMatchObject({ truncated: true, encoding: 'text' });
  });

  test('no answer ends with 3, and the file stays as it was', async () => {
    const server = await serve((_, response) => response.destroy());
    const outcome = await asAgus(server, ['/x', '-o', 'a.bin']);
    expect(outcome).toMatchObject({ status: 3, stdout: '', files: {} });
    expect(outcome.stderr).toContain('it closed the connection before the answer was complete');
  });
});

describe('bad input: nothing is sent', () => {
  test.for<{ words: string[]; world?: CommandWorld; stderr: string }>([
    { words: ['/x', '-d', '{"a": }'], stderr: "error: the body is no JSON: expected a value, found '}'" },
    {
      words: ['/x', '-d', '@a.json'],
      world: { files: { '/project/a.json': '{\n  "a": 1,\n}' } },
      stderr: "error: a.json:3:1: the body is no JSON: expected a key in double quotes, found '}'",
    },
    {
      words: ['/x', '-d', '-'],
      stderr: 'error: stdin:1:1: the body is no JSON: expected a value, found it ends',
    },
    { words: ['/x', '-d', '@'], stderr: 'error: there is no name of a file after @' },
    {
      words: ['/x', '-d', '@none.json'],
      stderr: 'error: cannot read /project/none.json: there is no such file',
    },
    {
      words: ['/x', '-d', '@a.png'],
      world: { files: { '/project/a.png': Uint8Array.from([137, 80, 0xff]) } },
      stderr: 'error: a.png is no JSON: it is not UTF-8',
    },
    { words: ['/x', '--timeout', '0'], stderr: "error: '0' is no time-out" },
    { words: ['/x', '--api', 'ftp://h'], stderr: "error: 'ftp://h' is no address of a server" },
    {
      words: ['/x', '--csrf', 'nonsense'],
      stderr: "error: 'nonsense' says not where the CSRF token comes from",
    },
    { words: ['/x', '--as', 'nobody'], stderr: "error: no session is named 'nobody'" },
    { words: ['/x', '--role', 'admin'], stderr: "error: no session has the role 'admin'" },
    { words: ['/x', '--wrong'], stderr: "error: unknown option '--wrong'" },
    { words: ['GET', '/x', 'more'], stderr: "error: too many arguments for 'request'" },
  ])('$words', async ({ words, world, stderr }) => {
    const server = await serve((_, response) => response.end());
    const outcome = await asAgus(server, words, world);
    expect(outcome.stderr).toContain(stderr);
    expect([outcome.status, outcome.stdout, server.received]).toEqual([2, '', []]);
  });
});
