import type { Grant } from '../access.js';
import { type Answer, refusal } from '../answer.js';
import type { BodyDefinition } from '../body.js';
import { bearerChallenge } from '../challenge.js';
import { cookieIn } from '../cookie.js';
import type { Call, Route } from '../route.js';
import type { User } from '../users.js';

const credentials: BodyDefinition = {
  name: 'Credentials',
  mediaTypes: ['application/json', 'application/x-www-form-urlencoded'],
  fields: {
    username: { type: 'text', minLength: 1, maxLength: 200, example: 'agus' },
    password: { type: 'text', minLength: 1, maxLength: 1000, example: 'agus-demo', secret: true },
  },
  open: true,
};

const wrongCredentials = {
  401: { description: 'The username or the password is wrong; which of them is not said.', schema: 'Error' },
};

const authenticated = ({ state, fields }: Call): Promise<User | undefined> =>
  state.users.authenticate(String(fields.username), String(fields.password));

/** One answer for an unknown user and for a wrong password, so that nobody learns who has an account. */
function refused({ state, fields }: Call): Answer {
  const { error, why } = state.policy.loginRefusal(String(fields.username), state.users);
  return {
    ...refusal(401, error, why, { 'WWW-Authenticate': bearerChallenge(state.issuer) }),
    log: { why: 'wrong username or password', denied: true },
  };
}

const cookieFor = (name: string, value: string, maxAge: number): string =>
  `${name}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}`;

/** Logging in and out, and finding out who one is. */
export const loginRoutes = (everyRole: readonly Grant[]): readonly Route[] => [
  {
    method: 'POST',
    path: '/login',
    access: 'public',
    body: credentials,
    operation: {
      id: 'login',
      tag: 'login',
      summary: 'Log in and get an access token (stateless)',
      description:
        'The token is a JWT (RFC 9068). It is valid until it expires; nothing, not even a logout, ends it earlier.',
      answers: { 200: { description: 'An access token.', schema: 'Token' }, ...wrongCredentials },
    },
    async handle(call) {
      const user = await authenticated(call);
      if (!user) return refused(call);
      const { accessToken, expiresIn } = await call.state.tokens.issue(user);
      return {
        status: 200,
        body: { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn },
        log: { why: 'logged in, token issued', user },
      };
    },
  },
  {
    method: 'POST',
    path: '/session',
    access: 'public',
    body: credentials,
    operation: {
      id: 'openSession',
      tag: 'login',
      summary: 'Log in and get a cookie session (stateful)',
      description: 'The session is kept on the server; `DELETE /session` ends it at once.',
      answers: {
        200: {
          description: 'Who is logged in now; the cookie names the session.',
          schema: 'User',
          headers: { 'Set-Cookie': 'The session cookie: HttpOnly, SameSite=Strict.' },
        },
        ...wrongCredentials,
        403: {
          description: 'A page of another origin sent it, or one without its CSRF token.',
          schema: 'Error',
        },
      },
    },
    async handle(call) {
      const { state, request } = call;
      const forged = state.policy.forgeryOf(request.headers, state);
      if (forged !== undefined) {
        return { ...refusal(403, 'forbidden', forged), log: { why: forged, denied: true } };
      }
      const user = await authenticated(call);
      if (!user) return refused(call);
      const earlier = cookieIn(request.headers.cookie, state.cookieName);
      if (earlier !== undefined) state.sessions.end(earlier);
      const { sessionLifetime } = state.settings.tokens;
      const cookie = cookieFor(
        state.cookieName,
        state.sessions.open(user.id, sessionLifetime, state.policy.sessionId(earlier)),
        sessionLifetime,
      );
      return {
        status: 200,
        headers: { 'Set-Cookie': cookie },
        body: user,
        log: { why: 'logged in, session opened', user },
      };
    },
  },
  {
    method: 'DELETE',
    path: '/session',
    access: everyRole,
    credential: 'cookie',
    operation: {
      id: 'endSession',
      tag: 'login',
      summary: 'Log out of a cookie session',
      answers: {
        204: {
          description: 'The session has ended.',
          headers: { 'Set-Cookie': 'Removes the session cookie.' },
        },
      },
    },
    handle({ state, request }) {
      const id = cookieIn(request.headers.cookie, state.cookieName);
      if (id !== undefined) state.policy.endSession(state.sessions, id);
      return { status: 204, headers: { 'Set-Cookie': cookieFor(state.cookieName, '', 0) } };
    },
  },
  {
    method: 'GET',
    path: '/me',
    access: everyRole,
    operation: {
      id: 'me',
      tag: 'login',
      summary: 'Who the caller is',
      answers: { 200: { description: 'The caller.', schema: 'User' } },
    },
    handle: (_call, user) => ({ status: 200, body: user }),
  },
];
