import { describe, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import { USUAL_PLACES } from '../../../src/description/find.js';
import { login } from '../../../src/login/login.js';
import type { LoginRequest } from '../../../src/login/login-request.js';
import type { LoginResult } from '../../../src/login/login-result.js';
import { type Answer, answerJson, startLoopbackServer } from '../../support/loopback-server.js';
import { jwt } from './answers.js';

const NOW = 1_767_225_600;

const request = (server: string, changes: Partial<LoginRequest> = {}): LoginRequest => ({
  server,
  username: 'agus',
  password: 'agus-demo',
  name: 'agus',
  timeoutMs: 5_000,
  ...changes,
});

/** Logs in at a server that answers like this; also what it was asked: `POST /login {"username":...}`. */
async function loginAt(
  answer: Answer,
  changes: Partial<LoginRequest> = {},
): Promise<{ result: LoginResult | unknown; asked: readonly string[]; url: string }> {
  const server = await startLoopbackServer(answer);
  const stop = new AbortController();
  try {
    const ports = { http: createHttp(stop.signal), now: () => NOW };
    const result = await login(request(server.url, changes), ports).catch((error: unknown) => error);
    const asked = server.received.map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
    return {
      result,
      asked: asked.filter((line) => !USUAL_PLACES.some((place) => line.endsWith(place))),
      url: server.url,
    };
  } finally {
    stop.abort();
    await server.close();
  }
}

const at =
  (routes: Readonly<Record<string, Answer>>): Answer =>
  (incoming, response) => {
    const route = routes[`${incoming.method} ${incoming.path}`];
    if (route) route(incoming, response);
    else answerJson(response, 404, {});
  };

const grants =
  (body: object): Answer =>
  (_, response) =>
    answerJson(response, 200, body);

describe('where the role comes from', () => {
  test.for<{ title: string; routes: Readonly<Record<string, Answer>>; rolePointer?: string; found: object }>([
    {
      title: 'the token',
      routes: { 'POST /login': grants({ token: jwt({ role: 'reader' }), role: 'other' }) },
      found: { session: { role: 'reader' }, roleSource: 'token' },
    },
    {
      title: 'a place in the token that was named',
      routes: { 'POST /login': grants({ token: jwt({ role: 'reader', app: { level: 'gold' } }) }) },
      rolePointer: '/app/level',
      found: { session: { role: 'gold' }, roleSource: 'token' },
    },
    {
      title: 'the answer',
      routes: { 'POST /login': grants({ token: 'opaque-1', user: { role: 'editor' } }) },
      found: { session: { role: 'editor' }, roleSource: 'answer' },
    },
    {
      title: 'the route that says who one is',
      routes: {
        'POST /login': grants({ token: 'opaque-1' }),
        'GET /me': grants({ data: { roles: ['admin'] } }),
      },
      found: { session: { role: 'admin' }, roleSource: 'GET /me' },
    },
    {
      title: 'nowhere',
      routes: { 'POST /login': grants({ token: 'opaque-1' }) },
      found: { session: { role: null }, roleSource: null },
    },
  ])('$title', async ({ routes, rolePointer, found }) => {
    expect((await loginAt(at(routes), { rolePointer })).result).toMatchObject(found);
  });

  test('the route is asked with the credential that was just got', async () => {
    let shown: string | undefined;
    const routes = at({
      'POST /session': (_, response) => {
        response.writeHead(204, { 'set-cookie': 'sid=abc; Path=/; HttpOnly' }).end();
      },
      'GET /me': (incoming, response) => {
        shown = incoming.headers.cookie;
        answerJson(response, 200, { role: 'admin' });
      },
    });
    const { result } = await loginAt(routes, { flow: 'session' });
    expect(shown).toBe('sid=abc');
    expect(result).toMatchObject({
      session: { role: 'admin', flow: 'session', logout: { method: 'DELETE', path: '/session' } },
      foundAt: 'cookie sid',
    });
  });
});

describe('which route is asked', () => {
  const granting = at({
    'POST /login': grants({ token: jwt({ role: 'reader' }) }),
    'POST /api/auth': grants({ token: jwt({ role: 'reader' }) }),
    'PUT /in': grants({ token: jwt({ role: 'reader' }) }),
  });

  test('by custom', async () => {
    expect((await loginAt(granting)).asked).toEqual([
      'POST /login {"username":"agus","password":"agus-demo"}',
    ]);
  });

  test('the path that was given, without looking for a description', async () => {
    const { asked } = await loginAt(granting, { path: 'in', method: 'PUT', body: { u: '{{username}}' } });
    expect(asked).toEqual(['PUT /in {"u":"agus"}']);
  });

  test('as the description says, at the named server only', async () => {
    const described: Answer = (incoming, response) => {
      if (incoming.path !== '/openapi.json') return granting(incoming, response);
      return answerJson(response, 200, {
        openapi: '3.1.0',
        servers: [{ url: 'https://production.example/api' }],
        paths: {
          '/auth': {
            post: {
              requestBody: {
                content: { 'application/json': { schema: { properties: { email: {}, password: {} } } } },
              },
              responses: {
                200: { content: { 'application/json': { schema: { properties: { token: {} } } } } },
              },
            },
          },
        },
      });
    };
    const { asked, result } = await loginAt(described);
    expect(asked).toEqual(['POST /api/auth {"email":"agus","password":"agus-demo"}']);
    expect(result).toMatchObject({ session: { flow: 'json', role: 'reader' } });
  });

  test('a field name that was given', async () => {
    const { asked } = await loginAt(granting, { fields: { username: 'email' } });
    expect(asked).toEqual(['POST /login {"email":"agus","password":"agus-demo"}']);
  });
});

describe('no login', () => {
  test('a server that wants an address hints at the flag', async () => {
    const refusing = at({
      'POST /login': (_, response) => answerJson(response, 400, 'Email and password are required'),
    });
    expect((await loginAt(refusing)).result).toMatchObject({
      code: 'LOGIN_REFUSED',
      hint: 'this server calls the user name something else: send it as --username-field email',
    });
  });

  test('a connection that breaks', async () => {
    const breaking = at({ 'POST /login': (_, response) => void response.destroy() });
    const { result, url } = await loginAt(breaking);
    expect(result).toMatchObject({
      code: 'SERVER_UNREACHABLE',
      message: `cannot reach ${url}: it closed the connection before the answer was complete`,
    });
  });
});
