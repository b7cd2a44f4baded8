/** Ways in which real APIs differ: each is understood by configuration alone, sound or not. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  type ApiKind,
  answerAs,
  configFor,
  holder,
  json,
  personWith,
  type Told,
  tokenOf,
} from '../../support/api-kinds.js';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';
import { cellInShort, runProbeCommand } from '../../support/probe-run.js';

const LOGIN = 'login: { flow: json, path: /login }\n';
const ok = (body: unknown, headers: Told['headers'] = {}): Told => ({ status: 200, body, headers });
const token = (person: 'agus' | 'sari' | undefined): Told =>
  person ? ok({ token: tokenOf(person) }) : { status: 401, body: {} };

const logins: readonly ApiKind[] = [
  {
    name: 'the user name in the path, by PUT',
    settings: `login:
  steps:
    - { request: "PUT /users/{{username}}/session", body: { secret: "{{password}}" }, capture: { token: /token } }`,
    login: (request) => {
      const [, username] = /^\/users\/(\w+)\/session$/.exec(request.path) ?? [];
      return username && request.method === 'PUT'
        ? token(personWith(username, json(request).secret))
        : undefined;
    },
  },
  {
    name: 'a nested body, the token deep in a list',
    settings: `login:
  flow: json
  path: /v2/auth
  body: { data: { attributes: { user: "{{username}}", pass: "{{password}}" } } }
  token: /included/0/token`,
    login: (request) => {
      if (request.path !== '/v2/auth') return undefined;
      const { data } = json(request) as { data?: { attributes?: { user?: string; pass?: string } } };
      const person = personWith(data?.attributes?.user, data?.attributes?.pass);
      return person ? ok({ included: [{ token: tokenOf(person) }] }) : { status: 401 };
    },
  },
  {
    name: 'a parameter that must be there and empty',
    settings: `login:
  steps:
    - { request: "POST /login?domain=", form: { user: "{{username}}", pass: "{{password}}", otp: "" }, capture: { token: /token } }`,
    login: ({ path, body }) => {
      if (!path.startsWith('/login')) return undefined;
      const fields = new URLSearchParams(body);
      const complete = path === '/login?domain=' && fields.get('otp') === '';
      return complete ? token(personWith(fields.get('user'), fields.get('pass'))) : { status: 400 };
    },
  },
  {
    name: 'two steps, the second with a token from the first',
    settings: `login:
  steps:
    - { request: POST /handshake, body: { app: demo }, capture: { nonce: /nonce } }
    - { request: POST /login, headers: { x-nonce: "{{nonce}}" }, body: { u: "{{username}}", p: "{{password}}" }, capture: { token: /token } }`,
    login: (request) => {
      if (request.path === '/handshake') return ok({ nonce: 'n-1' });
      if (request.path !== '/login') return undefined;
      const { u, p } = json(request);
      return request.headers['x-nonce'] === 'n-1' ? token(personWith(u, p)) : { status: 400 };
    },
  },
  {
    name: 'a login whose body says that it failed, under status 200',
    settings: `login:
  steps:
    - { request: POST /login, body: { username: "{{username}}", password: "{{password}}" }, expect: { pointer: /ok, equals: true }, capture: { token: /jwt } }`,
    login: (request) => {
      if (request.path !== '/login') return undefined;
      const person = personWith(json(request).username, json(request).password);
      return ok(person ? { ok: true, jwt: tokenOf(person) } : { ok: false, jwt: 'none' });
    },
  },
];

const header =
  (name: string, prefix = ''): NonNullable<ApiKind['caller']> =>
  ({ headers }) => {
    const value = headers[name];
    return typeof value === 'string' && value.startsWith(prefix)
      ? holder(value.slice(prefix.length))
      : undefined;
  };

const attach = (headers: string): string => `login: { flow: json, path: /login, headers: ${headers} }`;

const sessionLogin: ApiKind['login'] = (request) => {
  if (request.path !== '/login') return undefined;
  const person = personWith(json(request).username, json(request).password);
  if (!person) return { status: 401 };
  return ok(
    { csrf: `csrf-${person}` },
    { 'set-cookie': [`sid=${tokenOf(person)}; Path=/; HttpOnly`, `xsrf=x-${person}; Path=/`] },
  );
};

const cookieNamed = (name: string, cookie = ''): string | undefined =>
  new RegExp(`(?:^|; )${name}=([^;]*)`).exec(cookie)?.[1];

const credentials: readonly ApiKind[] = [
  {
    name: 'Authorization: Token',
    settings: attach('{ Authorization: "Token {{token}}" }'),
    caller: header('authorization', 'Token '),
  },
  {
    name: 'the bare token',
    settings: attach('{ Authorization: "{{token}}" }'),
    caller: header('authorization'),
  },
  {
    name: 'a header of its own',
    settings: attach('{ X-Auth-Token: "{{token}}" }'),
    caller: header('x-auth-token'),
  },
  {
    name: 'an application id beside the token',
    settings: attach('{ X-Session: "{{token}}", X-App-Id: demo-app }'),
    caller: (request) =>
      request.headers['x-app-id'] === 'demo-app' ? header('x-session')(request) : undefined,
  },
  {
    name: 'an API key, without a login',
    settings: '',
    subject: (person) => `login: { headers: { X-Api-Key: "${tokenOf(person)}" } }`,
    caller: header('x-api-key'),
  },
  {
    name: 'HTTP Basic',
    settings: 'login: { headers: { Authorization: "Basic {{basic}}" } }',
    caller: ({ headers }) => {
      const [username, password] = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
        .toString()
        .split(':');
      return headers.authorization === undefined ? undefined : (personWith(username, password) ?? 'unknown');
    },
  },
  {
    name: 'a cookie',
    settings: 'login: { flow: session, path: /login }',
    login: sessionLogin,
    caller: ({ headers }) => holder(cookieNamed('sid', headers.cookie)),
  },
  {
    name: 'a cookie, and a CSRF token of the login in a header',
    settings: `login:
  steps: [{ request: POST /login, body: { username: "{{username}}", password: "{{password}}" }, capture: { csrf: /csrf } }]
  headers: { X-CSRF-Token: "{{csrf}}" }`,
    login: sessionLogin,
    caller: ({ headers }) => {
      const person = holder(cookieNamed('sid', headers.cookie));
      return person && headers['x-csrf-token'] === `csrf-${person}` ? person : undefined;
    },
  },
  {
    name: 'a cookie repeated in a header',
    settings: 'login: { flow: session, path: /login, headers: { X-XSRF-TOKEN: "{{cookie:xsrf}}" } }',
    login: sessionLogin,
    caller: ({ headers }) => {
      const person = holder(cookieNamed('sid', headers.cookie));
      return person && headers['x-xsrf-token'] === `x-${person}` ? person : undefined;
    },
  },
  {
    name: 'a cookie, and a CSRF token in the body',
    settings: 'login: { flow: session, path: /login }',
    login: sessionLogin,
    routes: { me: 'POST /me', users: 'POST /users' },
    more: {
      me: 'effect: read, body: { csrf: "{{cookie:xsrf}}" }',
      users: 'effect: read, body: { csrf: "{{cookie:xsrf}}" }',
    },
    caller: (request) => {
      const person = holder(cookieNamed('sid', request.headers.cookie));
      return person && json(request).csrf === `x-${person}` ? person : undefined;
    },
  },
];

const requests: readonly ApiKind[] = [
  { name: 'a base URL with a path', base: '/api/v3' },
  {
    name: 'an encoded slash and brackets, sent as they are written',
    routes: { me: 'GET /me', users: 'GET /projects/{id}/users' },
    more: { me: 'params: {}', users: 'params: { id: "group%2fapp[1]" }' },
    place: ({ path }) =>
      path === '/me' ? 'me' : path === '/projects/group%2fapp[1]/users' ? 'users' : undefined,
  },
  {
    name: 'every route a POST that differs by its body',
    routes: { me: 'POST /rpc#me', users: 'POST /rpc#users' },
    more: {
      me: 'effect: read, body: { method: whoami }',
      users: 'effect: read, body: { method: listUsers }',
    },
    place: (request) =>
      request.path === '/rpc'
        ? ({ whoami: 'me', listUsers: 'users' } as const)[String(json(request).method) as 'whoami']
        : undefined,
  },
  {
    name: 'every route a POST that differs by a header',
    routes: { me: 'POST /do#me', users: 'POST /do#users' },
    more: {
      me: 'effect: read, headers: { X-Action: Me }',
      users: 'effect: read, headers: { X-Action: Users }',
    },
    place: ({ path, headers }) =>
      path === '/do'
        ? ({ Me: 'me', Users: 'users' } as const)[String(headers['x-action']) as 'Me']
        : undefined,
  },
  {
    name: 'one script, the route in a query parameter',
    routes: { me: 'GET /index.php?action=me', users: 'GET /index.php?action=users' },
    place: ({ path }) => /^\/index\.php\?action=(me|users)$/.exec(path)?.[1] as 'me' | undefined,
  },
];

const refusal = (status: number, body: unknown, more: Partial<ApiKind> = {}): Partial<ApiKind> => ({
  refused: () => ({ status, body }),
  ...more,
});

const refusals: readonly ApiKind[] = [
  { name: '400', settings: `${LOGIN}decide: { deny: [400] }`, ...refusal(400, { error: 'bad request' }) },
  {
    name: '404 for everything that is refused',
    settings: `${LOGIN}decide: { deny: [404] }`,
    ...refusal(404, { error: 'not found' }),
  },
  {
    name: '500',
    settings: `${LOGIN}decide: { deny: [500] }`,
    ...refusal(500, 'java.lang.SecurityException'),
  },
  {
    name: '200 with an error object',
    settings: `${LOGIN}decide: { denyWhen: [{ pointer: /error }] }`,
    ...refusal(200, { error: { text: 'no' } }),
  },
  {
    name: '200 with a flag',
    settings: `${LOGIN}decide: { denyWhen: [{ pointer: /success, equals: false }] }`,
    ...refusal(200, { success: false }),
  },
  {
    name: '200 with words',
    settings: `${LOGIN}decide: { denyWhen: [{ body: "^ERR-\\\\d+" }] }`,
    ...refusal(200, 'ERR-77 not for you'),
  },
  {
    name: '200 with an empty object',
    settings: `${LOGIN}decide: { denyWhen: [{ empty: true }] }`,
    ...refusal(200, {}),
  },
  {
    name: '200 with null',
    settings: `${LOGIN}decide: { denyWhen: [{ empty: true }] }`,
    ...refusal(200, null),
  },
  {
    name: 'a redirect whose Location alone tells',
    settings: `${LOGIN}decide: { redirect: { allow: ["/done*"], deny: ["/oops*"] } }`,
    granted: (place) =>
      place === 'me' ? ok({ you: true }) : { status: 302, headers: { location: '/done?id=1' } },
    refused: () => ({ status: 302, headers: { location: '/oops?why=role' } }),
  },
  { name: '401 for everyone', ...refusal(401, {}) },
  { name: '403 for everyone', ...refusal(403, {}) },
  { name: 'a page of HTML for every unknown path', unknownPath: ok('<!doctype html><div id="app"></div>') },
  {
    name: 'a bad token treated as no token',
    refused: (caller) =>
      caller === 'agus' ? { status: 403 } : { status: 401, headers: { 'www-authenticate': 'Bearer' } },
  },
];

let server: LoopbackServer;
afterEach(() => server.close());

async function probed(kind: ApiKind, hole: boolean) {
  server = await startLoopbackServer((request, response) => {
    const { status, body = '', headers = {} } = answerAs(kind, hole, request);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { ...headers }).end(text);
  });
  return runProbeCommand(configFor(kind, server.url), { flags: kind.flags ?? [] });
}

describe.each([
  ['login', logins],
  ['credential', credentials],
  ['request', requests],
  ['refusal', refusals],
] as const)('%s', (_group, kinds) => {
  test.for(kinds)('$name: a sound API is as expected', async (kind, { expect: expectHere }) => {
    const { exit, result, stderr } = await probed(kind, false);
    expectHere({
      exit,
      outcomes: result.cells?.map(({ outcome }) => outcome),
      stderr: stderr.replace(/^probing.*\n/, ''),
    }).toEqual({ exit: 0, outcomes: Array(6).fill('as-expected'), stderr: '' });
    expectHere(result.subjects.map(({ name, canary }) => `${name} ${canary}`).slice(1)).toEqual([
      'agus ok',
      'sari ok',
    ]);
  });

  test.for(kinds)('$name: a hole is found, and nothing else', async (kind, { expect: expectHere }) => {
    const { exit, result } = await probed(kind, true);
    expectHere(exit).toBe(1);
    expectHere(result.findings.map((finding) => finding.class)).toEqual(['privilege-escalation']);
    const violations = result.cells.filter(({ outcome }) => outcome === 'violation');
    expectHere(violations.map(({ subject }) => subject)).toEqual(['agus']);
  });
});

describe('without the setting, the answer stays open and what is said names the setting', () => {
  test.for([
    { name: '400', setting: 'decide: { deny: [400] }', status: 1 },
    { name: '500', setting: 'decide: { deny: [500] }', status: 3 },
  ])('$name', async ({ name, setting, status: wanted }) => {
    const kind = refusals.find((each) => each.name === name) as ApiKind;
    const { settings: _, ...plain } = kind;
    server = await startLoopbackServer((request, response) => {
      const { status, body = '' } = answerAs(plain as ApiKind, false, request);
      response.writeHead(status).end(JSON.stringify(body));
    });
    const { exit, stdout } = await runProbeCommand(configFor(plain as ApiKind, server.url), { json: false });
    expect(exit).toBe(wanted);
    expect(stdout.replace(/\s+/g, ' ')).toContain(setting);
  });
});

test('a public route that a bad token breaks: the others are judged, the broken subject stays open', async () => {
  const kind: ApiKind = {
    name: 'public',
    caller: ({ headers }) =>
      headers.authorization === `Bearer ${tokenOf('agus')}`
        ? 'unknown'
        : holder(headers.authorization?.slice(7)),
    routes: { me: 'GET /me', users: 'GET /users' },
  };
  const { exit, result } = await probed(kind, false);
  expect(exit).toBe(3);
  expect(result.subjects.map(({ name, canary }) => `${name} ${canary}`)).toEqual([
    'anonymous none',
    'agus failed',
    'sari ok',
  ]);
  expect(result.cells.filter(({ subject }) => subject === 'agus').map(({ reason }) => reason)).toEqual([
    'credential',
    'credential',
  ]);
});

test('a route that is open only without a login', async () => {
  server = await startLoopbackServer(({ path, headers, body }, response) => {
    const person = holder(headers.authorization?.slice(7));
    if (path === '/login') {
      const { username, password } = JSON.parse(body);
      return response
        .writeHead(200)
        .end(JSON.stringify({ token: tokenOf(personWith(username, password) ?? 'agus') }));
    }
    if (path === '/register') return response.writeHead(person ? 403 : 200).end('{"form":1}');
    return response.writeHead(path === '/me' ? (person ? 200 : 401) : 404).end(`{"you":"${person}"}`);
  });
  const { exit, result } = await runProbeCommand(`version: 1
api: ${server.url}
login: { flow: json, path: /login }
subjects: { agus: { role: reader, password: agus-pass } }
routes:
  GET /me: { allow: [reader] }
  GET /register: { allow: [anonymous] }
`);
  expect(result.cells.map(cellInShort)).toEqual([
    'anonymous GET /me: deny 401, as-expected',
    'agus GET /me: allow, as-expected',
    'anonymous GET /register: allow, as-expected',
    'agus GET /register: deny 403, as-expected',
  ]);
  expect(exit).toBe(0);
});

test('accounts that lock after failures: one login for each subject, and one more at most', async () => {
  const kind: ApiKind = { name: 'lock', caller: () => undefined };
  await probed(kind, false);
  const names = server.received
    .filter(({ path }) => path === '/login')
    .map((request) => json(request).username);
  expect(names).toEqual(['agus', 'sari', expect.any(String), expect.any(String)]);
});
