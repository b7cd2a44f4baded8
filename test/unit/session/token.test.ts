import { expect, test } from 'vitest';
import type { Session } from '../../../src/session/session.js';
import { withToken } from '../../../src/session/token.js';
import { tokenSession } from './sessions.js';

const until = (expiresAt: number): Session =>
  tokenSession({ credential: { kind: 'bearer', accessToken: 'opaque-token', expiresAt } });

test.for([
  { title: 'no known end', session: tokenSession() },
  { title: 'a second left', session: until(1_001) },
])('a token with $title', ({ session }) => {
  expect(withToken(session, 1_000).credential.accessToken).toBe('opaque-token');
});

test.for<{ title: string; session: Session; told: object }>([
  {
    title: 'expired at this instant',
    session: until(1_000),
    told: {
      code: 'NOT_LOGGED_IN',
      message: "session 'agus' at http://127.0.0.1:4455 has expired",
      hint: 'log in again with `authctl login http://127.0.0.1:4455 --username agus`',
    },
  },
  {
    title: 'another name than the user',
    session: { ...until(1_000), name: 'ci', flow: 'form' },
    told: {
      hint: 'log in again with `authctl login http://127.0.0.1:4455 --username agus --as ci --flow form`',
    },
  },
  {
    title: 'from the environment',
    session: { ...until(1_000), name: 'AUTHCTL_TOKEN', flow: 'token' },
    told: {
      code: 'NOT_LOGGED_IN',
      message: 'the token in AUTHCTL_TOKEN has expired',
      hint: 'put a fresh one into AUTHCTL_TOKEN, or unset it to use the stored sessions',
    },
  },
  {
    title: 'a cookie session',
    session: tokenSession({ flow: 'session', credential: { kind: 'cookie', cookies: [] } }),
    told: {
      code: 'USAGE',
      message: "session 'agus' is a cookie session: it has no token",
      hint: 'for a token, log in another way: `authctl login http://127.0.0.1:4455 --username agus --as agus-token --flow json`',
    },
  },
])('no token: $title', ({ session, told }) => {
  expect(() => withToken(session, 1_000)).toThrow(expect.objectContaining(told));
});
