import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { type BundledServer, type Reply, startBundledServer } from '../../support/bundled-server.js';

let bundled: BundledServer;
beforeEach(async () => {
  bundled = await startBundledServer();
});
afterEach(() => bundled.server.close());

const article = { title: 'A new title', text: 'A new text.' };
const SESSION_LIFETIME = demoSettings.tokens.sessionLifetime;
const realm = () =>
  `Bearer realm="authctl", resource_metadata="${bundled.server.issuer}/.well-known/oauth-protected-resource"`;

describe('logging in for a token', () => {
  const answer = {
    access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]{86}$/),
    token_type: 'Bearer',
    expires_in: 900,
  };

  test('as JSON', async () => {
    const json = { username: 'agus', password: 'agus-demo' };
    const { status, headers, body } = await bundled.send('POST', '/login', { json });
    expect({ status, body, cache: headers['cache-control'], cookie: headers['set-cookie'] }).toEqual({
      status: 200,
      body: answer,
      cache: 'no-store',
      cookie: undefined,
    });
  });

  test.for(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-URLEncoded; charset=UTF-8'])(
    'as a form (%s)',
    async (type) => {
      const body = 'username=agus&password=agus%2Ddemo&submit=Log+in';
      const reply = await bundled.send('POST', '/login', { headers: { 'content-type': type }, body });
      expect([reply.status, reply.body]).toEqual([200, answer]);
    },
  );

  test.for(['/login', '/session'])(
    '%s: unknown user and wrong password get the same answer',
    async (path) => {
      const attempt = async (username: string) => {
        const reply = await bundled.send('POST', path, { json: { username, password: 'wrong' } });
        return { ...reply, headers: { ...reply.headers, date: undefined } as Reply['headers'] };
      };
      const wrong = await attempt('agus');
      expect(wrong).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': realm() },
        body: { error: 'invalid_credentials', error_description: 'the username or the password is wrong' },
      });
      expect(wrong.headers['set-cookie']).toBeUndefined();
      expect(await attempt('nobody')).toEqual(wrong);
    },
  );
});

describe('a body that is not what was asked for', () => {
  const json = 'application/json';
  const form = 'application/x-www-form-urlencoded';
  test.for([
    { type: json, body: '', status: 400, why: 'the body is not JSON' },
    { type: json, body: '{"username":', status: 400, why: 'the body is not JSON' },
    { type: json, body: 'null', status: 400, why: 'the body is not a JSON object' },
    { type: json, body: '["agus"]', status: 400, why: 'the body is not a JSON object' },
    { type: json, body: '{"username":"agus"}', status: 400, why: 'password must be given, as text' },
    {
      type: json,
      body: '{"username":"agus","password":1}',
      status: 400,
      why: 'password must be given, as text',
    },
    {
      type: json,
      body: '{"username":{"$ne":""},"password":""}',
      status: 400,
      why: 'username must be given, as text',
    },
    {
      type: json,
      body: '{"username":"agus","password":""}',
      status: 400,
      why: 'password must have 1 to 1000 characters',
    },
    {
      type: json,
      body: '{"username":"","password":"x"}',
      status: 400,
      why: 'username must have 1 to 200 characters',
    },
    { type: form, body: 'username=agus', status: 400, why: 'password must be given, as text' },
    {
      type: form,
      body: 'username=a&username=b&password=x',
      status: 400,
      why: 'a field is given more than once',
    },
    {
      type: 'text/plain',
      body: '{}',
      status: 415,
      why: 'send application/json or application/x-www-form-urlencoded, in UTF-8 and not compressed',
    },
    { type: `${json}; charset=utf-16`, body: '{}', status: 415, why: expect.stringContaining('UTF-8') },
    {
      type: json,
      body: `{"username":"${'x'.repeat(70_000)}"}`,
      status: 413,
      why: 'a body may have at most 65536 bytes',
    },
  ])('$type, $status: $why', async ({ type, body, status, why }) => {
    const reply = await bundled.send('POST', '/login', { headers: { 'content-type': type }, body });
    expect([reply.status, (reply.body as { error_description: string }).error_description]).toEqual([
      status,
      why,
    ]);
  });

  test('no media type at all', async () => {
    expect((await bundled.send('POST', '/login', { body: '{}' })).status).toBe(415);
  });

  test('a compressed body', async () => {
    const headers = { 'content-type': json, 'content-encoding': 'gzip' };
    expect((await bundled.send('POST', '/login', { headers, body: '{}' })).status).toBe(415);
  });

  test('an article cannot be given an owner or an id', async () => {
    const headers = await bundled.bearer('william');
    const reply = await bundled.send('POST', '/articles', { headers, json: { ...article, owner: 3 } });
    expect([reply.status, reply.body]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'only title and text may be given' },
    ]);
  });
});

describe('a cookie session', () => {
  test('is HttpOnly, SameSite, and named after the port', async () => {
    const json = { username: 'agus', password: 'agus-demo' };
    const { status, headers, body } = await bundled.send('POST', '/session', { json });
    expect([status, body]).toEqual([200, { id: 2, username: 'agus', role: 'reader' }]);
    const [pair = '', ...attributes] = String(headers['set-cookie']).split('; ');
    expect(pair).toMatch(new RegExp(`^session-${bundled.server.port}=[\\w-]{43}$`));
    expect(attributes).toEqual(['HttpOnly', 'SameSite=Strict', 'Path=/', `Max-Age=${SESSION_LIFETIME}`]);
  });

  test('is dead at once after logging out, while a token lives on', async () => {
    const [cookie, bearer] = await Promise.all([bundled.cookie('agus'), bundled.bearer('agus')]);
    const logout = await bundled.send('DELETE', '/session', { headers: cookie });
    expect([logout.status, logout.body]).toEqual([204, null]);
    expect(logout.headers['set-cookie']).toMatch(/^session-\d+=; .*Max-Age=0$/);
    expect((await bundled.send('GET', '/me', { headers: cookie })).status).toBe(401);
    expect((await bundled.send('GET', '/me', { headers: bearer })).status).toBe(200);
  });

  test('gets a new id at each login, and the one sent along ends (CWE-384)', async () => {
    const first = await bundled.cookie('agus');
    const json = { username: 'agus', password: 'agus-demo' };
    const again = await bundled.send('POST', '/session', { headers: first, json });
    const second = { cookie: String(again.headers['set-cookie']).split(';')[0] ?? '' };
    expect(second).not.toEqual(first);
    expect((await bundled.send('GET', '/me', { headers: first })).status).toBe(401);
    expect((await bundled.send('GET', '/me', { headers: second })).status).toBe(200);
  });

  test('ends after an hour', async () => {
    const headers = await bundled.cookie('agus');
    bundled.advance(SESSION_LIFETIME);
    expect((await bundled.send('GET', '/me', { headers })).status).toBe(401);
  });

  test('of another page does nothing (CWE-352)', async () => {
    const cookie = await bundled.cookie('sari');
    const headers = { ...cookie, origin: 'http://attacker.example' };
    const deletion = await bundled.send('DELETE', '/articles/1', { headers });
    expect([deletion.status, deletion.body]).toEqual([
      403,
      { error: 'forbidden', error_description: 'a page of another origin sent it' },
    ]);
    expect((await bundled.send('GET', '/articles/1', { headers })).status).toBe(200);
  });

  test('of a page of its own counts with the CSRF token of that session only', async () => {
    const page = { ...(await bundled.cookie('sari')), origin: bundled.server.issuer };
    const other = await bundled.cookie('sari');
    const csrfOf = async (headers: { cookie: string }) => {
      const { body, headers: answered } = await bundled.send('GET', '/session', { headers });
      const { csrf_token: token } = body as { csrf_token: string };
      expect(answered['set-cookie']).toBe(`csrf-${bundled.server.port}=${token}; SameSite=Strict; Path=/`);
      return { cookie: `${page.cookie}; csrf-${bundled.server.port}=${token}`, 'x-csrf-token': token };
    };
    const removed = async (headers: Record<string, string>) => {
      const { status, body } = await bundled.send('DELETE', '/articles/1', {
        headers: { ...page, ...headers },
      });
      return [status, (body as { error_description?: string } | null)?.error_description];
    };
    const own = await csrfOf(page);
    expect([
      await removed({}),
      await removed({ 'x-csrf-token': own['x-csrf-token'] }),
      await removed({ ...own, 'x-csrf-token': 'made.up' }),
      await removed(await csrfOf(other)),
      await removed({ ...own, origin: 'http://attacker.example' }),
      await removed(own),
    ]).toEqual([
      [403, 'x-csrf-token is missing'],
      [403, 'x-csrf-token is not that of the session'],
      [403, 'x-csrf-token is not that of the session'],
      [403, 'x-csrf-token is not that of the session'],
      [403, 'a page of another origin sent it'],
      [204, undefined],
    ]);
  });

  test('cannot be opened by another page (login CSRF)', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' };
    const body = 'username=agus&password=agus-demo';
    const reply = await bundled.send('POST', '/session', { headers, body });
    expect([reply.status, reply.headers['set-cookie']]).toEqual([403, undefined]);
  });

  test('does not stand in for a worthless token', async () => {
    const headers = { ...(await bundled.cookie('sari')), authorization: 'Bearer rubbish' };
    expect((await bundled.send('GET', '/users', { headers })).status).toBe(401);
  });
});

describe('who are you', () => {
  const failed = (why: string) => `${realm()}, error="invalid_token", error_description="${why}"`;
  test.for([
    { authorization: undefined, error: 'unauthorized', why: undefined },
    { authorization: 'Basic YWd1czphZ3VzLWRlbW8=', error: 'unauthorized', why: undefined },
    { authorization: 'Bearer', error: 'invalid_token', why: 'the token is malformed' },
    { authorization: 'Bearer a b', error: 'invalid_token', why: 'the token is malformed' },
    { authorization: 'Bearer rubbish', error: 'invalid_token', why: 'the token is malformed' },
    { authorization: 'bearer a.b.c', error: 'invalid_token', why: 'the token is malformed' },
  ])('$authorization', async ({ authorization, error, why }) => {
    const { status, headers, body } = await bundled.send('GET', '/me', {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect([status, (body as { error: string }).error, headers['www-authenticate']]).toEqual([
      401,
      error,
      why === undefined ? realm() : failed(why),
    ]);
  });

  test('a session that never was', async () => {
    const headers = { cookie: `session-${bundled.server.port}=rubbish` };
    const reply = await bundled.send('GET', '/me', { headers });
    expect([reply.status, reply.headers['www-authenticate'], reply.body]).toEqual([
      401,
      realm(),
      { error: 'invalid_session', error_description: 'the session has ended or never was' },
    ]);
  });

  test('a token in the query is not looked at (RFC 9700 section 4.3.2), nor logged', async () => {
    const { authorization } = await bundled.bearer('agus');
    const token = authorization.slice('Bearer '.length);
    expect((await bundled.send('GET', `/me?access_token=${token}`)).status).toBe(401);
    expect(JSON.stringify(bundled.events)).not.toContain(token);
  });

  test('an expired token', async () => {
    const headers = await bundled.bearer('agus');
    bundled.advance(900);
    const reply = await bundled.send('GET', '/me', { headers });
    expect([reply.status, reply.headers['www-authenticate']]).toEqual([401, failed('the token has expired')]);
  });

  test("another server's token", async () => {
    const other = await startBundledServer();
    try {
      const headers = await other.bearer('sari');
      expect((await bundled.send('GET', '/users', { headers })).status).toBe(401);
    } finally {
      await other.server.close();
    }
  });

  test('somebody whose account was removed, by token and by cookie', async () => {
    const [bearer, cookie, sari] = await Promise.all([
      bundled.bearer('agus'),
      bundled.cookie('agus'),
      bundled.bearer('sari'),
    ]);
    expect((await bundled.send('DELETE', '/users/2', { headers: sari })).status).toBe(204);
    expect((await bundled.send('GET', '/me', { headers: bearer })).status).toBe(401);
    expect((await bundled.send('GET', '/me', { headers: cookie })).status).toBe(401);
  });
});

describe('may you', () => {
  test('a valid token that does not suffice is told so (RFC 6750 section 3.1), a cookie is not', async () => {
    const by = async (headers: Record<string, string>) =>
      (await bundled.send('GET', '/users', { headers })).headers['www-authenticate'];
    expect(await by(await bundled.bearer('agus'))).toBe(`${realm()}, error="insufficient_scope"`);
    expect(await by(await bundled.cookie('agus'))).toBeUndefined();
  });

  test('405 lists what there is', async () => {
    const { headers } = await bundled.send('PATCH', '/articles');
    expect(headers.allow).toBe('GET, HEAD, POST, OPTIONS');
  });
});

test('what was written is read back, and belongs to its author', async () => {
  const william = await bundled.bearer('william');
  const created = await bundled.send('POST', '/articles', { headers: william, json: article });
  const expected = { id: 4, ...article, owner: 1 };
  expect([created.status, created.headers.location, created.body]).toEqual([201, '/articles/4', expected]);
  expect((await bundled.send('GET', '/articles/4', { headers: william })).body).toEqual(expected);
  const changed = await bundled.send('PUT', '/articles/2', { headers: william, json: article });
  expect(changed.body).toEqual({ id: 2, ...article, owner: 2 });
  expect((await bundled.send('DELETE', '/articles/4', { headers: william })).status).toBe(204);
  expect((await bundled.send('GET', '/articles/4', { headers: william })).status).toBe(404);
});

test('the log says who, what and why, and nothing secret', async () => {
  await bundled.send('POST', '/login', { json: { username: 'agus', password: 'wrong-password' } });
  const headers = await bundled.cookie('agus');
  await bundled.send('GET', '/users?page=2', { headers });
  const at = 1_767_225_600;
  const agus = { username: 'agus', role: 'reader' };
  expect(bundled.events).toEqual([
    {
      at,
      method: 'POST',
      path: '/login',
      status: 401,
      caller: null,
      decision: 'deny',
      why: 'wrong username or password',
    },
    {
      at,
      method: 'POST',
      path: '/session',
      status: 200,
      caller: { ...agus, scheme: null },
      decision: 'allow',
      why: 'logged in, session opened',
    },
    {
      at,
      method: 'GET',
      path: '/users',
      status: 403,
      caller: { ...agus, scheme: 'cookie' },
      decision: 'deny',
      why: 'not for role reader',
    },
  ]);
});
