import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { AuthctlError } from '../../../src/errors.js';
import type { HttpOutcome, HttpRequest } from '../../../src/ports/http.js';
import { type EndedAtServer, endSession } from '../../../src/session/end.js';
import type { Session } from '../../../src/session/session.js';
import { answer } from '../login/answers.js';
import { tokenSession } from './sessions.js';

const NOW = 1_000;

const cookieSession = (changes: Partial<Session> = {}): Session =>
  tokenSession({
    flow: 'session',
    server: 'http://127.0.0.1:4455/api',
    logout: { method: 'DELETE', path: '/api/session' },
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
        },
      ],
    },
    ...changes,
  });

const neverAsked = () => Promise.reject(new Error('nothing is revoked'));

const away: HttpOutcome = {
  kind: 'failure',
  reason: 'connect',
  message: 'http://h: nothing accepts connections there',
};

describe('what becomes of a session at its server', () => {
  test.for<{
    title: string;
    session: Session;
    outcome?: HttpOutcome;
    atServer: EndedAtServer;
    asked: number;
  }>([
    { title: 'ended', session: cookieSession(), outcome: answer(204), atServer: { kind: 'ended' }, asked: 1 },
    {
      title: 'ended with a redirect',
      session: cookieSession(),
      outcome: answer(302),
      atServer: { kind: 'ended' },
      asked: 1,
    },
    {
      title: 'over already',
      session: cookieSession(),
      outcome: answer(401),
      atServer: { kind: 'over' },
      asked: 1,
    },
    {
      title: 'refused',
      session: cookieSession(),
      outcome: answer(500),
      atServer: { kind: 'failed', why: 'it answered status 500' },
      asked: 1,
    },
    {
      title: 'away',
      session: cookieSession(),
      outcome: away,
      atServer: { kind: 'failed', why: 'http://h: nothing accepts connections there' },
      asked: 1,
    },
    {
      title: 'a session of which no logout is known',
      session: { ...tokenSession(), credential: cookieSession().credential },
      atServer: { kind: 'failed', why: 'the server has no known route for it' },
      asked: 0,
    },
    { title: 'a token', session: tokenSession(), atServer: { kind: 'stateless', expiresAt: null }, asked: 0 },
    {
      title: 'an expired token',
      session: tokenSession({ credential: { kind: 'bearer', accessToken: 'a', expiresAt: NOW } }),
      atServer: { kind: 'over' },
      asked: 0,
    },
  ])('$title', async ({ session, outcome = answer(204), atServer, asked }) => {
    const requests: HttpRequest[] = [];
    const http = async () => ({
      send: async (request: HttpRequest) => {
        requests.push(request);
        return outcome;
      },
    });
    const store = createMemoryStore(session);
    const { name, server } = session;
    expect(await endSession(session, { http, revoke: neverAsked, store, now: NOW })).toEqual({
      name,
      server,
      atServer,
    });
    expect(await store.list()).toEqual([]);
    expect(requests.length).toBe(asked);
    for (const { method, url, headers } of requests) {
      expect({ method, url, headers }).toEqual({
        method: 'DELETE',
        url: 'http://127.0.0.1:4455/api/session',
        headers: { cookie: 'sid=abc' },
      });
    }
  });
});

describe('a session that an OAuth server granted', () => {
  const granted = tokenSession({
    flow: 'code',
    client: {
      issuer: 'https://id.example',
      tokenEndpoint: 'https://id.example/token',
      revocationEndpoint: 'https://id.example/revoke',
      clientId: 'authctl',
      authentication: { method: 'none' },
    },
    // The access token has expired, the refresh token may live.
    credential: { kind: 'bearer', accessToken: 'a', refreshToken: 'r', expiresAt: NOW },
  });
  const http = () => Promise.reject(new Error('nothing else is sent'));

  test.for<{ title: string; revoke: () => Promise<void>; atServer: EndedAtServer }>([
    { title: 'is revoked', revoke: async () => undefined, atServer: { kind: 'revoked' } },
    {
      title: 'is forgotten though it cannot be revoked',
      revoke: () => Promise.reject(new AuthctlError('SERVER_UNREACHABLE', 'https://id.example is not there')),
      atServer: { kind: 'failed', why: 'https://id.example is not there' },
    },
  ])('$title', async ({ revoke, atServer }) => {
    const store = createMemoryStore(granted);
    const { name, server } = granted;
    expect(await endSession(granted, { http, revoke, store, now: NOW })).toEqual({ name, server, atServer });
    expect(await store.list()).toEqual([]);
  });
});
