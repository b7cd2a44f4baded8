import { describe, expect, test } from 'vitest';
import { csrfRule } from '../../../src/login/csrf.js';
import { login } from '../../../src/login/login.js';
import type { LoginRequest } from '../../../src/login/login-request.js';
import type { HttpOutcome, HttpRequest } from '../../../src/ports/http.js';
import { answer, html, jwt } from './answers.js';

const NOW = 1_767_225_600;
const AT = 'https://app.example.com';

/** A web application with a login form: a cookie and a CSRF token of the page, then redirects to where one was headed. */
function webApplication(changes: (key: string) => HttpOutcome | undefined = () => undefined) {
  const asked: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpOutcome> => {
    asked.push(request);
    const key = `${request.method} ${request.url.replace(AT, '')}`;
    return changes(key) ?? usual(key, request);
  };
  return { http: { send }, asked };
}

const LOGIN_PAGE = html(
  200,
  '<form method="post"><input type="hidden" name="_csrf" value="page-token-1"><input type="password" name="password"></form>',
);

function usual(key: string, { headers = {}, body = '' }: HttpRequest): HttpOutcome {
  switch (key) {
    case 'GET /login':
      return answer(302, '', { location: '/auth/sign-in' });
    case 'GET /auth/sign-in':
      return {
        ...LOGIN_PAGE,
        headers: { ...LOGIN_PAGE.headers, 'set-cookie': ['pre=anonymous-1; Path=/; HttpOnly'] },
      };
    case 'POST /login': {
      const form = new URLSearchParams(body);
      const known = headers.cookie === 'pre=anonymous-1' && form.get('_csrf') === 'page-token-1';
      if (!known) return answer(403, 'no CSRF token');
      if (form.get('password') !== 'agus-demo') return answer(302, '', { location: '/auth/sign-in?error' });
      return answer(302, '', {
        location: '/home',
        'set-cookie': ['pre=; Max-Age=0; Path=/', 'sid=session-1; Path=/; HttpOnly', 'area=1; Path=/admin'],
      });
    }
    case 'GET /home':
      return headers.cookie === 'sid=session-1' ? html(200, '<h1>Welcome</h1>') : answer(401);
    case 'GET /auth/sign-in?error':
      return LOGIN_PAGE;
    default:
      return answer(404);
  }
}

const request = (changes: Partial<LoginRequest> = {}): LoginRequest => ({
  server: AT,
  username: 'agus',
  password: 'agus-demo',
  name: 'agus',
  flow: 'session',
  path: '/login',
  csrf: csrfRule('field:_csrf'),
  timeoutMs: 1_000,
  ...changes,
});

const run = (changes: Partial<LoginRequest> = {}, application = webApplication()) =>
  login(request(changes), { http: application.http, now: () => NOW });

describe('a login form behind redirects, with a CSRF token', () => {
  test('the cookies of the whole login are the session, without those that were deleted', async () => {
    const application = webApplication();
    const { session, foundAt } = await run({}, application);
    expect(session.credential).toEqual({
      kind: 'cookie',
      cookies: [
        {
          name: 'sid',
          value: 'session-1',
          domain: 'app.example.com',
          hostOnly: true,
          path: '/',
          secure: false,
          httpOnly: true,
        },
        {
          name: 'area',
          value: '1',
          domain: 'app.example.com',
          hostOnly: true,
          path: '/admin',
          secure: false,
          httpOnly: false,
        },
      ],
    });
    expect(foundAt).toBe('cookies sid, area');
    expect(
      application.asked.slice(0, 4).map(({ method, url }) => `${method} ${url.replace(AT, '')}`),
    ).toEqual(['GET /login', 'GET /auth/sign-in', 'POST /login', 'GET /home']);
  });

  test('the login page again is a refusal', async () => {
    await expect(run({ password: 'wrong-password' })).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: `${AT} refused the login of 'agus' (200): it shows the login page again`,
    });
  });

  test('a page without the token', async () => {
    await expect(run({ csrf: csrfRule('meta:csrf=header:x-csrf') })).rejects.toMatchObject({
      code: 'ANSWER_UNUSABLE',
      message: `${AT}/auth/sign-in has no CSRF token in the meta csrf`,
      hint: 'name the login page with --login-page, and see what it answers with --verbose',
    });
  });

  test('redirects in circles', async () => {
    const circle = webApplication((key) =>
      key.startsWith('GET') ? answer(302, '', { location: '/login' }) : undefined,
    );
    await expect(run({}, circle)).rejects.toMatchObject({
      code: 'ANSWER_UNUSABLE',
      message: `${AT}/login redirects in circles`,
    });
  });

  test('a redirect to another origin is not followed, and is no login', async () => {
    const away = webApplication((key) =>
      key === 'POST /login'
        ? answer(302, '', { location: 'https://evil.example.com/', 'set-cookie': ['sid=session-1; Path=/'] })
        : undefined,
    );
    await expect(run({}, away)).rejects.toMatchObject({ code: 'ANSWER_UNUSABLE' });
    expect(away.asked.filter(({ url }) => url.includes('evil'))).toEqual([]);
  });
});

describe('where the CSRF token goes', () => {
  const accepting = () =>
    webApplication((key) =>
      key === 'POST /login'
        ? answer(200, { token: jwt({ role: 'reader' }) })
        : key === 'GET /login'
          ? answer(200, {}, { 'set-cookie': ['XSRF-TOKEN=t%2B1; Path=/'] })
          : undefined,
    );
  const posted = ({ asked }: ReturnType<typeof webApplication>) =>
    asked.find(({ method }) => method === 'POST');

  test('a header', async () => {
    const application = accepting();
    await run({ flow: 'json', csrf: csrfRule('cookie:XSRF-TOKEN=header:X-XSRF-TOKEN') }, application);
    expect(posted(application)?.headers).toMatchObject({ 'x-xsrf-token': 't+1', cookie: 'XSRF-TOKEN=t%2B1' });
  });

  test('a member of the JSON', async () => {
    const application = accepting();
    await run({ flow: 'json', csrf: csrfRule('cookie:XSRF-TOKEN=field:_token') }, application);
    expect(JSON.parse(posted(application)?.body ?? '')).toEqual({
      username: 'agus',
      password: 'agus-demo',
      _token: 't+1',
    });
  });
});

describe('where the token is', () => {
  const beside = (headers: Readonly<Record<string, string | readonly string[]>>) =>
    webApplication((key) => (key === 'POST /login' ? answer(200, {}, headers) : undefined));
  test.for([
    {
      tokenFrom: { kind: 'header', name: 'X-Auth-Token' },
      headers: { 'x-auth-token': 'Bearer opaque-1' },
      foundAt: 'header X-Auth-Token',
    },
    {
      tokenFrom: { kind: 'cookie', name: 'jwt' },
      headers: { 'set-cookie': ['jwt=opaque-1; HttpOnly'] },
      foundAt: 'cookie jwt',
    },
  ] as const)('$foundAt', async ({ tokenFrom, headers, foundAt }) => {
    const result = await run({ flow: 'json', csrf: undefined, tokenFrom, scheme: 'Token' }, beside(headers));
    expect({ foundAt: result.foundAt, credential: result.session.credential }).toEqual({
      foundAt,
      credential: { kind: 'bearer', accessToken: 'opaque-1', scheme: 'Token' },
    });
  });

  test('nowhere', async () => {
    const from = { kind: 'header', name: 'x-token' } as const;
    await expect(run({ flow: 'json', csrf: undefined, tokenFrom: from }, beside({}))).rejects.toMatchObject({
      message: `POST ${AT}/login answered status 200 without a token in the header x-token`,
    });
  });
});
