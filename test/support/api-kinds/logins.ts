import { type ApiKind, json, personWith, type Told, tokenOf } from '../api-kind.js';
import type { ReceivedRequest } from '../loopback-server.js';

const ok = (body: unknown, headers: Told['headers'] = {}): Told => ({ status: 200, body, headers });

const orRefused = (person: ReturnType<typeof personWith>, told: (token: string) => Told): Told =>
  person ? told(tokenOf(person)) : { status: 401, body: { error: 'who?' } };

/** `POST /login` with the usual body, answered in a way of its own. */
const answering =
  (told: (token: string) => Told): NonNullable<ApiKind['login']> =>
  (request) => {
    if (request.path !== '/login') return undefined;
    return orRefused(personWith(json(request).username, json(request).password), told);
  };

const USUAL = 'login: { flow: json, path: /login }';
const step = (more: string) =>
  `login: { steps: [{ request: POST /login, body: { username: "{{username}}", password: "{{password}}" }, ${more} }] }`;

const twoSteps: ApiKind['login'] = (request: ReceivedRequest) => {
  if (request.path === '/handshake') return ok({ nonce: 'n-1' });
  if (request.path !== '/login') return undefined;
  if (request.headers['x-nonce'] !== 'n-1') return { status: 400, body: { message: 'no nonce' } };
  return orRefused(personWith(json(request).u, json(request).p), (token) => ok({ token }));
};

/** How subjects log in. */
export const loginKinds: readonly ApiKind[] = [
  {
    name: 'the user name in the path, by PUT',
    item: 'login by any method and path',
    help: 'a name in the path',
    settings:
      'login: { steps: [{ request: "PUT /users/{{username}}/session", body: { secret: "{{password}}" }, capture: { token: /token } }] }',
    without: { settings: USUAL, says: 'name the route with `path:`' },
    login: (request) => {
      const [, username] = /^\/users\/(\w+)\/session$/.exec(request.path) ?? [];
      if (!username || request.method !== 'PUT') return undefined;
      return orRefused(personWith(username, json(request).secret), (token) => ok({ token }));
    },
  },
  {
    name: 'PATCH, somewhere else',
    item: 'login by any method and path',
    help: 'the login is elsewhere',
    settings: 'login: { flow: json, method: PATCH, path: /v2/auth }',
    without: { settings: 'login: { flow: json, path: /v2/auth }', says: '`path:`' },
    login: (request) => {
      if (request.path !== '/v2/auth') return undefined;
      if (request.method !== 'PATCH') return { status: 405 };
      return orRefused(personWith(json(request).username, json(request).password), (token) => ok({ token }));
    },
  },
  {
    name: 'a nested body, the token deep in a list',
    item: 'a nested body',
    help: 'a body of another shape',
    settings: `login:
  flow: json
  path: /v2/auth
  body: { data: { attributes: { user: "{{username}}", pass: "{{password}}" } } }
  token: /included/0/token`,
    without: { settings: 'login: { flow: json, path: /v2/auth, token: /included/0/token }', says: '`body:`' },
    login: (request) => {
      if (request.path !== '/v2/auth') return undefined;
      const { data } = json(request) as { data?: { attributes?: { user?: string; pass?: string } } };
      return orRefused(personWith(data?.attributes?.user, data?.attributes?.pass), (token) =>
        ok({ included: [{ token }] }),
      );
    },
  },
  {
    name: 'empty in the query and in the body of the login',
    item: 'a parameter that must be present and empty',
    help: 'present and empty',
    settings:
      'login: { steps: [{ request: "POST /login?domain=", form: { user: "{{username}}", pass: "{{password}}", otp: "" }, capture: { token: /token } }] }',
    without: {
      settings:
        'login: { steps: [{ request: POST /login, form: { user: "{{username}}", pass: "{{password}}" }, capture: { token: /token } }] }',
      says: 'POST /login (authctl.yaml:4) answered 400',
    },
    login: ({ path, body }) => {
      if (!path.startsWith('/login')) return undefined;
      const fields = new URLSearchParams(body);
      if (path !== '/login?domain=' || fields.get('otp') !== '') return { status: 400 };
      return orRefused(personWith(fields.get('user'), fields.get('pass')), (token) => ok({ token }));
    },
  },
  {
    name: 'empty in the query and in a header of every route',
    item: 'a parameter that must be present and empty',
    help: 'present and empty',
    routes: { me: 'GET /me', users: 'GET /users' },
    more: {
      me: 'query: { filter: "" }, headers: { X-Trace: "" }',
      users: 'query: { filter: "" }, headers: { X-Trace: "" }',
    },
    without: { more: { me: 'params: {}', users: 'params: {}' }, says: '`query:`' },
    place: ({ path, headers }) => {
      const place = /^\/(me|users)\?filter=$/.exec(path)?.[1] as 'me' | 'users' | undefined;
      return headers['x-trace'] === '' ? place : undefined;
    },
    unknownPath: { status: 400, body: { message: 'filter is required' } },
  },
  {
    name: 'the second step with a token from the first',
    item: 'two steps with a token from the first',
    help: 'a login of several steps',
    settings: `login:
  steps:
    - { request: POST /handshake, body: { app: demo }, capture: { nonce: /nonce } }
    - { request: POST /login, headers: { x-nonce: "{{nonce}}" }, body: { u: "{{username}}", p: "{{password}}" }, capture: { token: /token } }`,
    without: { settings: USUAL, says: '`authctl help oracle`' },
    login: twoSteps,
  },
  {
    name: 'a failure that only the body tells, in words of its own',
    item: 'success judged by body or status',
    help: 'success told by the body',
    settings: step('expect: { pointer: /code, equals: 0 }, capture: { token: /jwt }'),
    login: (request) => {
      if (request.path !== '/login') return undefined;
      const person = personWith(json(request).username, json(request).password);
      return ok(person ? { code: 0, jwt: tokenOf(person) } : { code: 17, jwt: 'none' });
    },
  },
  {
    name: 'success is a redirect that sets the token, failure a page',
    item: 'success judged by body or status',
    help: 'success told by the status',
    settings: `login:
  steps: [{ request: POST /login, form: { username: "{{username}}", password: "{{password}}" }, expect: { status: [302] }, capture: { token: cookie:jwt } }]`,
    without: {
      settings: 'login: { flow: form, path: /login }',
      says: '`authctl help oracle`',
    },
    login: ({ path, body }) => {
      if (path !== '/login') return undefined;
      const fields = new URLSearchParams(body);
      const person = personWith(fields.get('username'), fields.get('password'));
      if (!person) return ok('<!doctype html><form>');
      return { status: 302, headers: { location: '/', 'set-cookie': [`jwt=${tokenOf(person)}; Path=/`] } };
    },
  },
  {
    name: 'in a header',
    item: 'the token anywhere in the answer',
    help: 'token in a header',
    settings: 'login: { flow: json, path: /login, tokenFrom: header:X-Auth-Token }',
    without: { settings: USUAL, says: '`authctl help oracle`' },
    login: answering((token) => ({ status: 204, headers: { 'x-auth-token': token } })),
  },
  {
    name: 'in a header of a step, behind a word',
    item: 'the token anywhere in the answer',
    help: 'token in a header',
    settings: step('capture: { token: "header:Authorization:^Bearer (.+)" }'),
    without: { settings: step('capture: { token: /token }'), says: 'has nothing at /token' },
    login: answering((token) => ({ status: 204, headers: { authorization: `Bearer ${token}` } })),
  },
  {
    name: 'in a cookie, sent as a bearer token',
    item: 'the token anywhere in the answer',
    help: 'token in a header',
    settings: 'login: { flow: json, path: /login, tokenFrom: cookie:jwt }',
    without: { settings: USUAL, says: 'log in with `flow: session`' },
    login: answering((token) => ({ status: 204, headers: { 'set-cookie': [`jwt=${token}; Path=/`] } })),
  },
  {
    name: 'nested in JSON',
    item: 'the token anywhere in the answer',
    help: 'token in the body',
    settings: 'login: { flow: json, path: /login, token: /payload/credentials/value }',
    without: { settings: USUAL, says: 'say where the token is with `token:`' },
    login: answering((token) => ok({ payload: { credentials: { value: token } } })),
  },
  {
    name: 'an element of an array',
    item: 'the token anywhere in the answer',
    help: 'token in the body',
    settings: 'login: { flow: json, path: /login, token: /1 }',
    without: { settings: USUAL, says: 'say where the token is with `token:`' },
    login: answering((token) => ok(['ok', token])),
  },
  {
    name: 'all of a text/plain body',
    item: 'the token anywhere in the answer',
    help: 'all of the body',
    settings: 'login: { flow: json, path: /login, token: "" }',
    without: { settings: USUAL, says: 'say so with `token:` ""' },
    login: answering((token) => ok(`${token}\n`, { 'content-type': 'text/plain' })),
  },
  {
    name: 'somewhere in a text',
    item: 'the token anywhere in the answer',
    help: 'all of the body',
    settings: step('capture: { token: "body:key=([^;]+)" }'),
    without: { settings: USUAL, says: '`token:`' },
    login: answering((token) => ok(`user=you;key=${token};ttl=600`, { 'content-type': 'text/plain' })),
  },
];
