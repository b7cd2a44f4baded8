import { type ApiKind, holder, json, personWith, type Told, tokenOf } from '../api-kind.js';
import type { ReceivedRequest } from '../loopback-server.js';

const USUAL = 'login: { flow: json, path: /login }';
const attach = (headers: string): string => `login: { flow: json, path: /login, headers: ${headers} }`;

/** What is said where every request of somebody who logged in is answered 401. */
const SENT_OTHERWISE = 'say `login: { headers: ... }`';

const header =
  (name: string, prefix = ''): NonNullable<ApiKind['caller']> =>
  ({ headers }) => {
    const value = headers[name];
    return typeof value === 'string' && value.startsWith(prefix)
      ? holder(value.slice(prefix.length))
      : undefined;
  };

const sessionCookies = (person: string, token: string): NonNullable<Told['headers']> => ({
  'set-cookie': [`sid=${token}; Path=/; HttpOnly`, `xsrf=x-${person}; Path=/`],
});

const sessionLogin: ApiKind['login'] = (request) => {
  if (request.path !== '/login') return undefined;
  const person = personWith(json(request).username, json(request).password);
  if (!person) return { status: 401 };
  return {
    status: 200,
    body: { csrf: `csrf-${person}` },
    headers: sessionCookies(person, tokenOf(person)),
  };
};

const cookieNamed = (name: string, cookie = ''): string | undefined =>
  new RegExp(`(?:^|; )${name}=([^;]*)`).exec(cookie)?.[1];

const inCookie = ({ headers }: ReceivedRequest) => holder(cookieNamed('sid', headers.cookie));

/** Whose cookie it is, where the CSRF token beside it is the right one. */
const withCsrf =
  (csrf: (request: ReceivedRequest) => unknown, prefix: string): NonNullable<ApiKind['caller']> =>
  (request) => {
    const person = inCookie(request);
    return person && csrf(request) === `${prefix}-${person}` ? person : undefined;
  };

const basicCaller: ApiKind['caller'] = ({ headers: { authorization } }) => {
  if (authorization === undefined) return undefined;
  const text = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
  const [username, password] = text.split(':');
  return personWith(username, password) ?? 'unknown';
};

const POSTED = { me: 'POST /me', users: 'POST /users' };
const posting = (body: string) => ({
  me: `effect: read, body: ${body}`,
  users: `effect: read, body: ${body}`,
});

/** How credentials are sent. */
export const credentialKinds: readonly ApiKind[] = [
  { name: 'Authorization: Bearer', item: 'Bearer' },
  {
    name: 'Authorization: Token',
    item: 'Token',
    help: 'Token, bare, Basic',
    settings: attach('{ Authorization: "Token {{token}}" }'),
    without: { settings: USUAL, says: SENT_OTHERWISE },
    caller: header('authorization', 'Token '),
  },
  {
    name: 'Authorization: Token, by its scheme',
    item: 'Token',
    help: 'Token, bare, Basic',
    settings: 'login: { flow: json, path: /login, scheme: Token }',
    caller: header('authorization', 'Token '),
  },
  {
    name: 'the bare token',
    item: 'bare',
    help: 'Token, bare, Basic',
    settings: attach('{ Authorization: "{{token}}" }'),
    without: { settings: USUAL, says: SENT_OTHERWISE },
    caller: header('authorization'),
  },
  {
    name: 'a header of its own',
    item: 'a header of any name',
    help: 'token sent in another header',
    settings: attach('{ X-Auth-Token: "{{token}}" }'),
    without: { settings: USUAL, says: SENT_OTHERWISE },
    caller: header('x-auth-token'),
  },
  {
    name: 'an API key, without a login',
    item: 'a header of any name',
    help: 'an API key, no login',
    settings: '',
    subject: (person) => `login: { headers: { X-Api-Key: "${tokenOf(person)}" } }`,
    without: { settings: USUAL, subject: () => 'owns: {}', says: 'login: { headers: ... }' },
    caller: header('x-api-key'),
  },
  {
    name: 'an API key as the password of the flow api-key',
    item: 'a header of any name',
    help: 'an API key, no login',
    settings: 'login: { flow: api-key, path: /me, apiKeyHeader: X-Key }',
    subject: (person) => `password: ${tokenOf(person)}`,
    caller: header('x-key'),
  },
  {
    name: 'an application id beside the token',
    item: 'several headers at once',
    help: 'several headers',
    settings: attach('{ X-Session: "{{token}}", X-App-Id: demo-app }'),
    without: { settings: attach('{ X-Session: "{{token}}" }'), says: SENT_OTHERWISE },
    caller: (request) =>
      request.headers['x-app-id'] === 'demo-app' ? header('x-session')(request) : undefined,
  },
  {
    name: 'a session of the server',
    item: 'a cookie',
    help: 'a cookie session',
    settings: 'login: { flow: session, path: /login }',
    without: { settings: USUAL, says: '`authctl help oracle`' },
    login: sessionLogin,
    caller: inCookie,
  },
  {
    name: 'captured from the answer to the login',
    item: 'a cookie with a CSRF token in a header',
    help: 'a cookie and a CSRF token',
    settings: `login:
  steps: [{ request: POST /login, body: { username: "{{username}}", password: "{{password}}" }, capture: { csrf: /csrf } }]
  headers: { X-CSRF-Token: "{{csrf}}" }`,
    without: { settings: 'login: { flow: session, path: /login }', says: SENT_OTHERWISE },
    login: sessionLogin,
    caller: withCsrf(({ headers }) => headers['x-csrf-token'], 'csrf'),
  },
  {
    name: 'a cookie repeated in a header',
    item: 'a cookie with a CSRF token in a header',
    help: 'a cookie and a CSRF token',
    settings: 'login: { flow: session, path: /login, headers: { X-XSRF-TOKEN: "{{cookie:xsrf}}" } }',
    without: { settings: 'login: { flow: session, path: /login }', says: SENT_OTHERWISE },
    login: sessionLogin,
    caller: withCsrf(({ headers }) => headers['x-xsrf-token'], 'x'),
  },
  {
    name: 'by the rule that login and request follow',
    item: 'a cookie with a CSRF token in a header',
    help: 'a cookie and a CSRF token',
    settings: 'login: { flow: session, path: /login, loginPage: /form, csrf: "field:_csrf=header:X-CSRF" }',
    routes: POSTED,
    more: posting('{}'),
    without: { settings: 'login: { flow: session, path: /login }', says: '`authctl help oracle`' },
    login: (request) => {
      const person = inCookie(request);
      if (request.path === '/form') {
        return { status: 200, body: `<form><input name="_csrf" value="csrf-${person ?? 'nobody'}">` };
      }
      const isAsked = request.path === '/login' && request.headers['x-csrf'] !== 'csrf-nobody';
      if (request.path !== '/login') return undefined;
      const fields = new URLSearchParams(request.body);
      const username = fields.get('username');
      const known = personWith(username, fields.get('password'));
      if (isAsked || !known) return { status: 403, body: {} };
      return { status: 200, body: {}, headers: sessionCookies(known, tokenOf(known)) };
    },
    caller: withCsrf(({ headers }) => headers['x-csrf'], 'csrf'),
  },
  {
    name: 'a cookie repeated in the body',
    item: 'a cookie with a CSRF token in a body',
    help: 'a cookie and a CSRF token',
    settings: 'login: { flow: session, path: /login }',
    login: sessionLogin,
    routes: POSTED,
    more: posting('{ csrf: "{{cookie:xsrf}}" }'),
    without: { more: posting('{}'), says: SENT_OTHERWISE },
    caller: withCsrf((request) => json(request).csrf, 'x'),
  },
  {
    name: 'captured from the answer to the login, sent in the body',
    item: 'a cookie with a CSRF token in a body',
    help: 'a cookie and a CSRF token',
    settings:
      'login: { steps: [{ request: POST /login, body: { username: "{{username}}", password: "{{password}}" }, capture: { csrf: /csrf } }] }',
    login: sessionLogin,
    routes: POSTED,
    more: posting('{ authenticity: { token: "{{csrf}}" } }'),
    without: { more: posting('{}'), says: SENT_OTHERWISE },
    caller: withCsrf(
      (request) => (json(request).authenticity as { token?: string } | undefined)?.token,
      'csrf',
    ),
  },
  {
    name: 'user name and password with every request',
    item: 'Basic',
    help: 'Token, bare, Basic',
    settings: 'login: { headers: { Authorization: "Basic {{basic}}" } }',
    caller: basicCaller,
  },
  {
    name: 'by the flow basic',
    item: 'Basic',
    help: 'Token, bare, Basic',
    settings: 'login: { flow: basic, path: /me }',
    without: { settings: USUAL, says: SENT_OTHERWISE },
    caller: basicCaller,
  },
];
