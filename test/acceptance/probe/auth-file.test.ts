/** Authentication files of Web Fuzzing Commons as a source of subjects, each way to log in end to end. */
import { afterEach, describe, expect, test } from 'vitest';
import { answerJson, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { cellInShort, runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

const PASSWORD = 'a-password-nobody-may-see';
const TOKEN = 'a-token-nobody-may-see';

/** A login whose answer has the token everywhere, and one route that takes it from everywhere. */
async function start(): Promise<void> {
  server = await startLoopbackServer((request, response) => {
    const { pathname, searchParams } = new URL(request.path, server.url);
    if (pathname === '/login') {
      if (!`${request.body}${request.headers.authorization}`.includes(PASSWORD))
        return answerJson(response, 403, {});
      const headers = { 'x-token': TOKEN, 'set-cookie': `sid=${TOKEN}; Path=/` };
      return answerJson(response, 200, { data: { token: TOKEN } }, headers);
    }
    const { authorization, cookie, 'x-key': key } = request.headers;
    const comes = {
      header: authorization === `JWT ${TOKEN}`,
      cookie: cookie === `sid=${TOKEN}`,
      query: searchParams.get('t') === TOKEN,
      fixed: key === PASSWORD,
    };
    const how = Object.entries(comes).flatMap(([name, isIt]) => (isIt ? [name] : []));
    if (how.length === 0) return answerJson(response, 401, {}, { 'www-authenticate': 'JWT' });
    if (pathname !== '/me') return answerJson(response, 404, {});
    answerJson(response, 200, { how });
  });
}

const api = (rest = '') =>
  `version: 1\napi: ${server.url}\nroutes:\n  GET /me: { allow: [reader], marker: "how" }\n${rest}`;
const reader = 'roles: [reader]\nsubjects: { agus: { role: reader } }\n';

async function probe(login: string, yaml = api(reader)) {
  return runProbeCommand(yaml, {
    flags: ['--auth-file', 'auth.yaml', '--no-anonymous'],
    files: { '/project/auth.yaml': `auth:\n  - name: agus\n    ${login}\n` },
  });
}

describe('a user of the file', () => {
  const endpoint = (rest: string) => `loginEndpointAuth: { endpoint: /login, verb: POST, ${rest} }`;
  const payload = `payloadUserPwd: { username: a, password: ${PASSWORD}, usernameField: u, passwordField: p }`;
  const token = (rest: string) => `token: { sendName: Authorization, sendTemplate: "JWT {token}", ${rest} }`;

  test.for([
    {
      name: 'sends what never changes',
      login: `fixedHeaders: [{ name: X-Key, value: ${PASSWORD} }]`,
      how: 'fixed',
    },
    {
      name: 'logs in with JSON, and sends a token of the body',
      login: endpoint(
        `${payload}, ${token('extractFrom: body, extractSelector: /data/token, sendIn: header')}`,
      ),
      how: 'header',
    },
    {
      name: 'logs in with a form, and sends a token of a header',
      login: endpoint(
        `contentType: application/x-www-form-urlencoded, ${payload}, ${token('extractFrom: header, extractSelector: X-Token, sendIn: header')}`,
      ),
      how: 'header',
    },
    {
      name: 'logs in with a payload as it stands, and sends cookies',
      login: endpoint(`payloadRaw: '{"password":"${PASSWORD}"}', expectCookies: true`),
      how: 'cookie',
    },
    {
      name: 'logs in with a header, and sends the token in the query',
      login: endpoint(
        `headers: [{ name: Authorization, value: ${PASSWORD} }], token: { extractFrom: body, extractSelector: /data/token, sendIn: query, sendName: t }`,
      ),
      how: 'query',
    },
  ])('$name', async ({ login, how }) => {
    await start();
    const { exit, result, stdout, stderr } = await probe(login);
    expect({ exit, cells: result.cells.map(cellInShort) }).toEqual({
      exit: 0,
      cells: ['agus GET /me: allow, as-expected'],
    });
    const asked = server.received.filter(({ path }) => path.startsWith('/me'));
    expect(asked.length).toBeGreaterThan(0);
    const sent = JSON.stringify(asked.at(-1));
    expect({ cookie: /sid=/.test(sent), query: /\?t=/.test(sent) }).toEqual({
      cookie: how === 'cookie',
      query: how === 'query',
    });
    expect(stdout + stderr).not.toContain(PASSWORD);
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  test('at another address logs in there', async () => {
    const elsewhere = await startLoopbackServer((_, response) =>
      answerJson(response, 200, { data: { token: TOKEN } }),
    );
    await start();
    const { exit } = await probe(
      `loginEndpointAuth: { externalEndpointURL: ${elsewhere.url}/in, verb: POST, ${token('extractSelector: /data/token')} }`,
    );
    expect({ exit, there: elsewhere.received.map(({ method, path }) => `${method} ${path}`) }).toEqual({
      exit: 0,
      there: ['POST /in'],
    });
    await elsewhere.close();
  });

  test('whose login is refused leaves its column inconclusive', async () => {
    await start();
    const { exit, result, stderr } = await probe(endpoint('payloadRaw: wrong, expectCookies: true'));
    expect({ exit, cells: result.cells.map(cellInShort) }).toEqual({
      exit: 3,
      cells: ['agus GET /me: inconclusive credential, inconclusive'],
    });
    expect(stderr).toContain('login: POST /login (auth.yaml:2) answered 403');
  });

  test('whose role nobody says is observed, and has the role of its name where that is one', async () => {
    await start();
    const fixed = `fixedHeaders: [{ name: X-Key, value: ${PASSWORD} }]`;
    const observed = await probe(fixed, api());
    expect([observed.exit, ...observed.result.cells.map(cellInShort)]).toEqual([
      0,
      'agus GET /me: allow, observed',
    ]);
    await server.close();
    await start();
    const named = await probe(fixed.replace('agus', 'agus'), api('roles: [agus, reader]\n'));
    expect([named.exit, ...named.result.cells.map(cellInShort)]).toEqual([
      1,
      'agus GET /me: allow, violation',
    ]);
  });
});

test('authctl.yaml names the file, too; a mistake in it stops before anything is sent', async () => {
  await start();
  const { exit, error } = await runProbeCommand(api('authFile: users/auth.yaml\n'), {
    files: { '/project/users/auth.yaml': 'auth:\n  - name: agus\n    loginEndpointAuth: { verb: FETCH }\n' },
  });
  expect({ exit, error, sent: server.received.length }).toMatchObject({
    exit: 2,
    sent: 0,
    error: { at: { file: 'users/auth.yaml', line: 3, column: 32 } },
  });
});
