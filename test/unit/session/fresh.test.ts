import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/adapters/store-memory.js';
import { AuthctlError } from '../../../src/errors.js';
import { type Freshness, freshSession, isRenewable } from '../../../src/session/fresh.js';
import type { Session } from '../../../src/session/session.js';
import { tokenSession } from './sessions.js';

const NOW = 1_000;
const client: NonNullable<Session['client']> = {
  issuer: 'http://127.0.0.1:4455',
  tokenEndpoint: 'http://127.0.0.1:4455/oauth/token',
  clientId: 'authctl',
  authentication: { method: 'none' },
};

/** A session with a refresh token, and so many seconds left. */
const lasting = (seconds: number | undefined, changes: Partial<Session> = {}): Session =>
  tokenSession({
    flow: 'code',
    client,
    credential: {
      kind: 'bearer',
      accessToken: 'first',
      refreshToken: 'refresh-1',
      ...(seconds === undefined ? {} : { expiresAt: NOW + seconds }),
    },
    ...changes,
  });

const withoutRefresh = (seconds: number): Session =>
  lasting(seconds, { credential: { kind: 'bearer', accessToken: 'first', expiresAt: NOW + seconds } });

/** A store that holds a session, and a server that gives tokens named by their number, which last ten minutes. */
function scene(stored: Session, lifetime = 600) {
  const store = createMemoryStore(stored);
  const asked: string[] = [];
  const warnings: string[] = [];
  const ports = {
    store,
    now: () => NOW,
    warn: (...told: string[]) => void warnings.push(told.join(' | ')),
    async renew(session: Session): Promise<Session> {
      asked.push(session.credential.kind === 'bearer' ? (session.credential.refreshToken ?? '') : '');
      const credential = {
        kind: 'bearer' as const,
        accessToken: `renewed-${asked.length}`,
        refreshToken: `refresh-${asked.length + 1}`,
        expiresAt: NOW + lifetime,
      };
      return { ...session, credential };
    },
  };
  return { store, asked, warnings, ports };
}

const tokenIn = (session: Session | undefined): string | undefined =>
  session?.credential.kind === 'bearer' ? session.credential.accessToken : undefined;

test.for<{ title: string; session: Session; can: boolean }>([
  { title: 'a refresh token', session: lasting(60), can: true },
  { title: 'no refresh token', session: withoutRefresh(60), can: false },
  { title: 'a client of its own', session: { ...withoutRefresh(60), flow: 'client-credentials' }, can: true },
  { title: 'no client', session: tokenSession(), can: false },
])('with $title a session can be renewed: $can', ({ session, can }) => {
  expect(isRenewable(session)).toBe(can);
});

test.for<{ title: string; session: Session; wish: Freshness; token: string }>([
  { title: 'much is left', session: lasting(600), wish: { renewal: 'as-needed' }, token: 'first' },
  { title: '30 seconds are left', session: lasting(30), wish: { renewal: 'as-needed' }, token: 'first' },
  { title: '29 seconds are left', session: lasting(29), wish: { renewal: 'as-needed' }, token: 'renewed-1' },
  { title: 'it has expired', session: lasting(-600), wish: { renewal: 'as-needed' }, token: 'renewed-1' },
  {
    title: 'nobody says when it ends',
    session: lasting(undefined),
    wish: { renewal: 'as-needed' },
    token: 'first',
  },
  {
    title: 'what is wanted is left',
    session: lasting(300),
    wish: { renewal: 'as-needed', minTtl: 300 },
    token: 'first',
  },
  {
    title: 'more is wanted',
    session: lasting(299),
    wish: { renewal: 'as-needed', minTtl: 300 },
    token: 'renewed-1',
  },
  { title: 'it is forced', session: lasting(600), wish: { renewal: 'always' }, token: 'renewed-1' },
  { title: 'it is forbidden', session: lasting(5), wish: { renewal: 'never' }, token: 'first' },
  { title: 'it cannot be renewed', session: withoutRefresh(5), wish: { renewal: 'always' }, token: 'first' },
])('when $title, the token is the $token', async ({ session, wish, token }) => {
  const { store, ports } = scene(session);
  expect(tokenIn(await freshSession(session, wish, ports))).toBe(token);
  expect(tokenIn(await store.get('agus'))).toBe(token);
});

test.for<{ title: string; session: Session; wish: Freshness; message: string }>([
  {
    title: 'has expired and cannot be renewed',
    session: withoutRefresh(0),
    wish: { renewal: 'as-needed' },
    message: "session 'agus' at http://127.0.0.1:4455 has expired",
  },
  {
    title: 'has expired and may not be renewed',
    session: lasting(0),
    wish: { renewal: 'never' },
    message: "session 'agus' at http://127.0.0.1:4455 has expired",
  },
  {
    title: 'lasts too short',
    session: withoutRefresh(90),
    wish: { renewal: 'as-needed', minTtl: 300 },
    message: "session 'agus' has 1 minute 30 seconds left; wanted: 5 minutes",
  },
  {
    title: 'lasts too short even when it is new',
    session: lasting(90),
    wish: { renewal: 'as-needed', minTtl: 3_600 },
    message: "session 'agus' has 10 minutes left; wanted: 1 hour",
  },
])('a session that $title is an error with the login command', async ({ session, wish, message }) => {
  const { ports } = scene(session);
  await expect(freshSession(session, wish, ports)).rejects.toMatchObject({
    code: 'NOT_LOGGED_IN',
    message,
    hint: 'log in again with `authctl login http://127.0.0.1:4455 --as agus --flow code --client-id authctl`',
  });
});

describe('several at once', () => {
  test('of fifty that want a new token one asks the server, and all get it', async () => {
    const session = lasting(0);
    const { asked, ports } = scene(session);
    const all = await Promise.all(
      Array.from({ length: 50 }, () => freshSession(session, { renewal: 'as-needed' }, ports)),
    );
    expect(asked).toEqual(['refresh-1']);
    expect(new Set(all.map(tokenIn))).toEqual(new Set(['renewed-1']));
  });

  test('two that force a new token at once are content with one', async () => {
    const session = lasting(600);
    const { asked, ports } = scene(session);
    await Promise.all([1, 2].map(() => freshSession(session, { renewal: 'always' }, ports)));
    expect(asked).toEqual(['refresh-1']);
  });

  test('one that waited for a token which is too short again asks itself, with what was stored', async () => {
    const session = lasting(0);
    const { asked, ports } = scene(session, 60);
    await Promise.all([
      freshSession(session, { renewal: 'as-needed' }, ports),
      freshSession(session, { renewal: 'as-needed', minTtl: 61 }, ports).catch(() => undefined),
    ]);
    expect(asked).toEqual(['refresh-1', 'refresh-2']);
  });

  test('a session that was ended meanwhile stays ended', async () => {
    const session = lasting(0);
    const { store, asked, ports } = scene(session);
    await store.remove('agus');
    await expect(freshSession(session, { renewal: 'as-needed' }, ports)).rejects.toMatchObject({
      code: 'NOT_LOGGED_IN',
      message: "session 'agus' was ended by another authctl",
    });
    expect([asked, await store.list()]).toEqual([[], []]);
  });
});

test('a new token that cannot be stored is used all the same, with a warning', async () => {
  const session = lasting(0);
  const { store, warnings, ports } = scene(session);
  const full = {
    ...store,
    replace: () => Promise.reject(new AuthctlError('STORE_UNUSABLE', 'the disk is full')),
  };
  const fresh = await freshSession(session, { renewal: 'as-needed' }, { ...ports, store: full });
  expect(tokenIn(fresh)).toBe('renewed-1');
  expect(warnings).toEqual([
    "session 'agus' was renewed, and that could not be stored: the disk is full | " +
      'log in again with `authctl login http://127.0.0.1:4455 --as agus --flow code --client-id authctl`',
  ]);
});

describe('where nothing can be stored, the server is not asked', () => {
  const full = new AuthctlError('STORE_UNUSABLE', 'the disk is full', { hint: 'make room' });
  const inFull = async (left: number, wish: Freshness) => {
    const session = lasting(left);
    const { store, asked, warnings, ports } = scene(session);
    const outcome = await freshSession(session, wish, {
      ...ports,
      store: { ...store, ready: () => Promise.reject(full) },
    }).then(tokenIn, (error: unknown) => error);
    return { outcome, asked, warnings };
  };
  const warning = "session 'agus' was not renewed: the disk is full | make room";

  test.for<{ left: number; wish: Freshness; outcome: unknown; warnings?: readonly string[] }>([
    { left: 0, wish: { renewal: 'as-needed' }, outcome: full },
    { left: 20, wish: { renewal: 'as-needed' }, outcome: 'first', warnings: [warning] },
    { left: 20, wish: { renewal: 'as-needed', minTtl: 60 }, outcome: full },
    { left: 20, wish: { renewal: 'always' }, outcome: full },
    { left: 60, wish: { renewal: 'as-needed' }, outcome: 'first' },
  ])('$left seconds left, $wish', async ({ left, wish, outcome, warnings = [] }) => {
    expect(await inFull(left, wish)).toEqual({ outcome, asked: [], warnings });
  });
});

test('renewing leaves another session current', async () => {
  const session = lasting(0);
  const { store, ports } = scene(session);
  await store.put(tokenSession({ name: 'sari' }));
  await freshSession(session, { renewal: 'as-needed' }, ports);
  expect(await store.current()).toBe('sari');
});
