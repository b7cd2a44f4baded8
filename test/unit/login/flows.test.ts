import { describe, expect, test } from 'vitest';
import type { LoginAnswer, LoginRoute } from '../../../src/login/flows/flow.js';
import { flowNamed, flows } from '../../../src/login/flows/registry.js';
import type { HttpHeaders, HttpOutcome } from '../../../src/ports/http.js';
import { answer, html, jwt } from './answers.js';

const NOW = 1_767_225_600;

const route = (changes: Partial<LoginRoute> = {}): LoginRoute => ({
  method: 'POST',
  url: 'http://127.0.0.1:4455/login',
  encoding: 'json',
  body: { username: '{{username}}', password: '{{password}}' },
  tokenPointer: undefined,
  ...changes,
});

describe('the registry', () => {
  test('names are unique, and each has a summary and a path', () => {
    expect(new Set(flows.map(({ name }) => name)).size).toBe(flows.length);
    for (const { summary, defaultPath } of flows) {
      expect(summary).not.toBe('');
      expect(defaultPath).toMatch(/^\//);
    }
  });

  test('an unknown flow is a usage error that lists them', () => {
    expect(() => flowNamed('telepathy')).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'flows: json, form, session' }),
    );
  });
});

describe('what is sent', () => {
  const subject = { username: 'a&b', password: 'p"w={{username}}$&' };

  test('json: as JSON, and a password is never taken for a template', () => {
    expect(flowNamed('json').plan(route(), subject)).toEqual({
      method: 'POST',
      url: 'http://127.0.0.1:4455/login',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{"username":"a&b","password":"p\\"w={{username}}$&"}',
    });
  });

  test('json: any shape of body', () => {
    const body = { data: [{ id: 'user:{{username}}' }, 1, null, true], '{{username}}': '{{other}}' };
    const { body: sent } = flowNamed('json').plan(route({ body }), { username: 'agus', password: 'x' });
    expect(JSON.parse(sent ?? '')).toEqual({
      data: [{ id: 'user:agus' }, 1, null, true],
      '{{username}}': '{{other}}',
    });
  });

  test('form: as form fields', () => {
    expect(
      flowNamed('form').plan(route({ body: { u: '{{username}}', p: '{{password}}', keep: true } }), subject),
    ).toEqual({
      method: 'POST',
      url: 'http://127.0.0.1:4455/login',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'u=a%26b&p=p%22w%3D%7B%7Busername%7D%7D%24%26&keep=true',
    });
  });

  test.for(['json', 'form'] as const)('session: as the server takes it, %s', (encoding) => {
    const planned = flowNamed('session').plan(route({ encoding }), subject);
    expect(planned).toEqual(flowNamed(encoding).plan(route({ encoding }), subject));
  });
});

describe('what every flow makes of an answer', () => {
  const cases: readonly { title: string; outcome: HttpOutcome; meaning: LoginAnswer }[] = [
    {
      title: '401 with a JSON error',
      outcome: answer(401, { error: 'invalid_credentials', error_description: 'no such user or password' }),
      meaning: { kind: 'refused', status: 401, message: 'no such user or password' },
    },
    {
      title: '400 with a JSON text',
      outcome: answer(400, '"Incorrect password"', { 'content-type': 'application/json' }),
      meaning: { kind: 'refused', status: 400, message: 'Incorrect password' },
    },
    {
      title: '422 with a list of errors',
      outcome: answer(422, { errors: [{ message: 'email is required' }] }),
      meaning: { kind: 'refused', status: 422, message: 'email is required' },
    },
    {
      title: '403 with plain text',
      outcome: answer(403, ' locked \n'),
      meaning: { kind: 'refused', status: 403, message: 'locked' },
    },
    {
      title: '401 with nothing',
      outcome: answer(401),
      meaning: { kind: 'refused', status: 401, message: undefined },
    },
    {
      title: 'a long text is cut',
      outcome: answer(401, 'x'.repeat(300)),
      meaning: { kind: 'refused', status: 401, message: `${'x'.repeat(200)}...` },
    },
    {
      title: '401 with a page',
      outcome: html(401),
      meaning: { kind: 'refused', status: 401, message: undefined },
    },
    {
      title: '403 with a page: somebody before the server',
      outcome: html(403),
      meaning: {
        kind: 'unusable',
        what: 'an HTML page (status 403) where JSON was expected',
        hint: 'name its login route with --path',
      },
    },
    {
      title: '200 with a page',
      outcome: html(200),
      meaning: {
        kind: 'unusable',
        what: 'an HTML page (status 200) where JSON was expected',
        hint: 'name its login route with --path',
      },
    },
    {
      title: 'a page that says it is JSON',
      outcome: answer(200, '  <html><body>', { 'content-type': 'application/json' }),
      meaning: {
        kind: 'unusable',
        what: 'an HTML page (status 200) where JSON was expected',
        hint: 'name its login route with --path',
      },
    },
    { title: '404', outcome: html(404), meaning: { kind: 'no-route', status: 404 } },
    { title: '405', outcome: answer(405), meaning: { kind: 'no-route', status: 405 } },
    {
      title: 'a redirect',
      outcome: answer(302, '', { location: '/dashboard' }),
      meaning: { kind: 'redirected', status: 302, location: '/dashboard' },
    },
    {
      title: '415',
      outcome: answer(415, { error: 'form only' }),
      meaning: {
        kind: 'unusable',
        what: 'status 415: form only',
        hint: 'send a form instead with --flow form',
      },
    },
    ...[
      { says: '30', when: 'after 30 seconds' },
      { says: '1', when: 'after 1 second' },
      { says: 'Wed, 21 Oct 2026 07:28:00 GMT', when: 'later' },
      { says: undefined, when: 'later' },
    ].map(({ says, when }) => ({
      title: `429, to be tried again ${when}`,
      outcome: answer(429, '', { 'retry-after': says }),
      meaning: {
        kind: 'unusable' as const,
        what: 'status 429',
        hint: `it takes no more logins now; try again ${when}`,
      },
    })),
    {
      title: '500',
      outcome: answer(500, { message: 'boom' }),
      meaning: { kind: 'unusable', what: 'status 500: boom', hint: undefined },
    },
    {
      title: 'a body without an end',
      outcome: { ...answer(200, 'x'), truncated: true },
      meaning: {
        kind: 'unusable',
        what: 'status 200 and a body that is too long for a login',
        hint: 'check the address and --path',
      },
    },
    {
      title: 'nothing',
      outcome: { kind: 'failure', reason: 'timeout', message: 'http://h: it did not answer in time' },
      meaning: { kind: 'unreachable', reason: 'timeout', message: 'http://h: it did not answer in time' },
    },
    {
      title: 'a refusal under status 200',
      outcome: answer(200, { success: false, message: 'wrong' }),
      meaning: { kind: 'refused', status: 200, message: 'wrong' },
    },
    {
      title: 'an error under status 200',
      outcome: answer(200, { error: { code: 7, message: 'wrong' } }),
      meaning: { kind: 'refused', status: 200, message: 'wrong' },
    },
  ];
  const each = flows.flatMap((flow) => cases.map((one) => ({ ...one, flow, name: flow.name })));

  test.for(each)('$name, $title', ({ flow, outcome, meaning }) => {
    expect(flow.judge(outcome, route(), NOW)).toEqual(meaning);
  });
});

describe('a token that is granted', () => {
  const granted = (body: unknown, tokenPointer?: string) =>
    flowNamed('json').judge(answer(200, body), route({ tokenPointer }), NOW);

  test('with its end from expires_in, and a refresh token', () => {
    const body = { access_token: 'opaque-1', token_type: 'Bearer', expires_in: 60, refresh_token: 'r' };
    expect(granted(body)).toEqual({
      kind: 'granted',
      credential: { kind: 'bearer', accessToken: 'opaque-1', refreshToken: 'r', expiresAt: NOW + 60 },
      foundAt: '/access_token',
      said: body,
    });
  });

  test.for<{ title: string; exp?: number; expiresIn?: unknown; end: number | undefined }>([
    { title: 'exp alone', exp: NOW + 10, end: NOW + 10 },
    { title: 'the earlier of both: exp', exp: NOW + 10, expiresIn: 60, end: NOW + 10 },
    { title: 'the earlier of both: expires_in', exp: NOW + 100, expiresIn: 60, end: NOW + 60 },
    { title: 'expires_in as a text', expiresIn: '60', end: NOW + 60 },
    { title: 'an expires_in that is none', expiresIn: 'soon', end: undefined },
    { title: 'a negative expires_in', expiresIn: -1, end: undefined },
  ])('ends by $title', ({ exp, expiresIn, end }) => {
    const result = granted({ token: jwt(exp === undefined ? {} : { exp }), expires_in: expiresIn });
    expect(result.kind === 'granted' && result.credential.expiresAt).toBe(end);
  });

  test.for([
    {
      title: 'a JWT is known for one',
      body: jwt({ sub: 'agus' }),
      pointer: undefined,
      token: jwt({ sub: 'agus' }),
    },
    { title: 'with white space around it', body: ` ${jwt({})}\n`, pointer: undefined, token: jwt({}) },
    { title: 'anything, where the pointer is empty', body: 'opaque-1\n', pointer: '', token: 'opaque-1' },
    { title: 'with the word before it', body: 'Bearer opaque-1', pointer: '', token: 'opaque-1' },
  ])('all of a text/plain body: $title', ({ body, pointer, token }) => {
    expect(granted(body, pointer)).toMatchObject({ credential: { accessToken: token }, foundAt: '' });
  });

  test.for([
    { title: 'a text that may be anything', body: 'welcome', pointer: undefined },
    { title: 'several words', body: 'two words', pointer: '' },
    { title: 'nothing', body: '', pointer: '' },
  ])('no text/plain token: $title', ({ body, pointer }) => {
    expect(granted(body, pointer)).toMatchObject({ kind: 'unusable', what: 'status 200 and no JSON' });
  });

  test('where the pointer says, and nowhere else', () => {
    expect(granted({ token: 'no', data: { key: 'yes' } }, '/data/key')).toMatchObject({
      credential: { accessToken: 'yes' },
      foundAt: '/data/key',
    });
    expect(granted({ token: 'secret-value' }, '/data/key')).toEqual({
      kind: 'unusable',
      what: 'status 200 without a token at /data/key; fields: /token',
      hint: 'say where the token is with --token-pointer, such as /data/access_token',
    });
  });

  test.for<{ title: string; body: unknown; headers?: HttpHeaders; what: string }>([
    {
      title: 'lists the fields, never the values',
      body: { ok: true, user: { id: 1, pin: 'secret-value' } },
      what: 'status 200 without a token; fields: /ok, /user/id, /user/pin',
    },
    { title: 'an empty object', body: {}, what: 'status 200 without a token; the body is an empty object' },
    { title: 'a list', body: ['secret-value'], what: 'status 200 without a token; the body is a list' },
    { title: 'no JSON', body: 'welcome', what: 'status 200 and no JSON' },
    {
      title: 'a cookie instead',
      body: '',
      headers: { 'set-cookie': ['sid=1'] },
      what: 'status 200 with a cookie and no token',
    },
  ])('none: $title', ({ body, headers = {}, what }) => {
    const result = flowNamed('json').judge(answer(200, body, headers), route(), NOW);
    expect(result).toMatchObject({ kind: 'unusable', what });
  });
});

describe('a cookie that is granted', () => {
  const session = (...lines: readonly string[]) =>
    flowNamed('session').judge(answer(200, { role: 'admin' }, { 'set-cookie': lines }), route(), NOW);

  test('with all that decides where it is sent', () => {
    expect(session('sid=abc; HttpOnly; SameSite=Strict; Path=/; Max-Age=3600')).toEqual({
      kind: 'granted',
      credential: {
        kind: 'cookie',
        cookies: [
          {
            name: 'sid',
            value: 'abc',
            domain: '127.0.0.1',
            hostOnly: true,
            path: '/',
            secure: false,
            httpOnly: true,
            sameSite: 'strict',
            expiresAt: NOW + 3600,
          },
        ],
        expiresAt: NOW + 3600,
      },
      foundAt: 'cookie sid',
      said: { role: 'admin' },
    });
  });

  test('several: the session lasts as long as the last of them, if all have an end', () => {
    expect(session('a=1; Max-Age=10; Path=/', 'b=2; Max-Age=20; Path=/')).toMatchObject({
      credential: { expiresAt: NOW + 20 },
      foundAt: 'cookies a, b',
    });
    const open = session('a=1; Max-Age=10', 'b=2');
    expect(open.kind === 'granted' && open.credential).not.toHaveProperty('expiresAt');
  });

  test('one that is set twice counts once, as set last', () => {
    expect(session('a=1; Path=/', 'a=2; Path=/')).toMatchObject({
      credential: { cookies: [{ value: '2' }] },
    });
  });

  test.for([
    { title: 'none', lines: [] },
    { title: 'a deletion', lines: ['sid=; Max-Age=0'] },
    {
      title: 'one set and deleted',
      lines: ['sid=1; Path=/', 'sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    },
    { title: 'one of another domain', lines: ['sid=1; Domain=example.com'] },
  ])('not by $title', ({ lines }) => {
    expect(session(...lines)).toMatchObject({ kind: 'unusable', what: 'status 200 and set no cookie' });
  });
});
