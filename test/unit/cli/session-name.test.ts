import { expect, test } from 'vitest';
import { sessionName } from '../../../src/cli/session-name.js';
import type { OAuthClient, Session } from '../../../src/session/session.js';
import { tokenSession } from '../session/sessions.js';

const NOW = 2_000;
const AT = 'http://127.0.0.1:4455';
const asking = (key: string): OAuthClient => ({
  issuer: AT,
  tokenEndpoint: `${AT}/token`,
  clientId: 'ci',
  authentication: { method: 'client_secret_basic', secret: 'ci-secret' },
  asked: { key },
});
const service = (changes: Partial<Session> = {}): Session =>
  tokenSession({ name: 'ci', flow: 'client-credentials', client: asking('articles:read'), ...changes });
const ended = { kind: 'bearer', accessToken: 'opaque-token', expiresAt: NOW - 1 } as const;

test.for<{ title: string; name?: string; session?: Session; stored: readonly Session[]; called: string }>([
  { title: 'after its subject', stored: [], called: 'agus' },
  { title: 'made to fit', session: tokenSession({ name: '/a b"c' }), stored: [], called: 'a-b-c' },
  { title: 'never nothing', session: tokenSession({ name: '//' }), stored: [], called: 'session' },
  { title: 'as it was, in its own place', stored: [tokenSession()], called: 'agus' },
  {
    title: "beside another server's",
    stored: [tokenSession({ server: 'https://[::1]:8443' })],
    called: 'agus@127.0.0.1:4455',
  },
  {
    title: "in the place of another server's that has ended",
    stored: [tokenSession({ server: 'https://id.example.com', credential: ended })],
    called: 'agus',
  },
  {
    title: "beside another server's that is renewed by itself",
    stored: [
      tokenSession({
        server: 'https://id.example.com',
        credential: { ...ended, refreshToken: 'refresh-1' },
        client: asking('x'),
      }),
    ],
    called: 'agus@127.0.0.1:4455',
  },
  { title: 'as the same request before', session: service(), stored: [service()], called: 'ci' },
  {
    title: 'beside another request of the same client',
    session: service({ client: asking('articles:write') }),
    stored: [service()],
    called: 'ci-2',
  },
  {
    title: 'beside two others of the same client',
    session: service({ client: asking('users:read') }),
    stored: [service(), service({ name: 'ci-2', client: asking('articles:write') })],
    called: 'ci-3',
  },
  {
    title: 'in its own numbered place',
    session: service({ client: asking('articles:write') }),
    stored: [service(), service({ name: 'ci-2', client: asking('articles:write') })],
    called: 'ci-2',
  },
])('a session is called $title', ({ session = tokenSession(), stored, called }) => {
  expect(sessionName(session, stored, undefined, NOW)).toBe(called);
});

test('as the user said, whatever has that name', () => {
  const stored = [tokenSession({ name: 'mine', server: 'https://id.example.com' })];
  expect(sessionName(tokenSession(), stored, 'mine', NOW)).toBe('mine');
});
