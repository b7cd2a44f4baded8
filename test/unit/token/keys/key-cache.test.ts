import { describe, expect, test } from 'vitest';
import { type CachePolicy, cachedHttp } from '../../../../src/token/keys/key-cache.js';
import { type Scripted, scriptedHttp } from '../../../support/scripted-http.js';

const NOW = 1_767_225_600;
const URL = 'https://issuer.example/jwks';
const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';

/** A cache with one address behind it, at a time that can be set. */
function place(answer: Scripted, kept = new Map<string, string>()) {
  const http = scriptedHttp(() => answer);
  let now = NOW;
  const store = {
    read: async (name: string) => kept.get(name),
    write: async (name: string, text: string) => void kept.set(name, text),
  };
  const send = (mode: CachePolicy['mode'] = 'normal') =>
    cachedHttp(async () => http, store, { mode, now: () => now }).send({ method: 'GET', url: URL });
  return {
    http,
    kept,
    send,
    at: (time: number) => {
      now = time;
    },
  };
}

/** How many seconds after the first answer nobody is asked again; undefined where the answer is not kept. */
async function keptFor(headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const { send, kept } = place({ status: 200, body: { keys: [] }, headers });
  await send();
  const [text] = kept.values();
  return text === undefined ? undefined : (JSON.parse(text) as { lifetime: number }).lifetime;
}

describe('lifetimes', () => {
  test.for([
    { headers: {}, seconds: 300 },
    { headers: { 'cache-control': 'max-age=60' }, seconds: 60 },
    { headers: { 'cache-control': 'public, Max-Age="60", must-revalidate' }, seconds: 60 },
    { headers: { 'cache-control': 's-maxage=5' }, seconds: 300 },
    { headers: { 'cache-control': 'max-age=60', age: '20' }, seconds: 40 },
    { headers: { 'cache-control': 'max-age=60', age: '90' }, seconds: 0 },
    { headers: { 'cache-control': 'max-age=60', age: 'old' }, seconds: 60 },
    { headers: { 'cache-control': 'max-age=31536000' }, seconds: 86_400 },
    { headers: { 'cache-control': 'max-age=-1' }, seconds: 300 },
    { headers: { 'cache-control': 'no-cache, max-age=60' }, seconds: 0 },
    { headers: { 'cache-control': 'no-store' }, seconds: undefined },
    { headers: { 'cache-control': 'max-age=60, NO-STORE' }, seconds: undefined },
    { headers: { date: DATE, expires: 'Thu, 01 Jan 2026 00:02:00 GMT' }, seconds: 120 },
    { headers: { date: DATE, expires: 'Wed, 31 Dec 2025 00:00:00 GMT' }, seconds: 0 },
    { headers: { date: DATE, expires: 'Fri, 01 Jan 2027 00:00:00 GMT' }, seconds: 86_400 },
    { headers: { date: DATE, expires: '0' }, seconds: 0 },
    { headers: { expires: 'Thu, 01 Jan 2026 00:02:00 GMT' }, seconds: 0 },
    { headers: { 'cache-control': 'max-age=60', date: DATE, expires: DATE }, seconds: 60 },
  ])('$headers: $seconds', async ({ headers, seconds }) => {
    expect(await keptFor(headers)).toBe(seconds);
  });
});

describe('who is asked', () => {
  const answer = { status: 200, body: { keys: [] }, headers: { 'cache-control': 'max-age=60' } };

  test('nobody, until the lifetime is over', async () => {
    const { send, at, http } = place(answer);
    await send();
    at(NOW + 59);
    await send();
    const before = http.asked.length;
    at(NOW + 60);
    await send();
    expect([before, http.asked.length]).toEqual([1, 2]);
  });

  test('the server, where the clock was set back', async () => {
    const { send, at, http } = place(answer);
    await send();
    at(NOW - 1);
    await send();
    expect(http.asked).toHaveLength(2);
  });

  test('the server, with refresh; and its answer is kept', async () => {
    const { send, http } = place(answer);
    await send();
    await send('refresh');
    await send();
    expect(http.asked).toHaveLength(2);
  });

  test('nobody, offline, however old the answer is', async () => {
    const { send, at, http } = place(answer);
    await send();
    at(NOW + 1_000_000);
    expect(await send('offline')).toMatchObject({ status: 200, body: '{"keys":[]}' });
    expect(http.asked).toHaveLength(1);
  });

  test('nobody, offline with an empty cache', async () => {
    const { send, http } = place(answer);
    expect(await send('offline')).toEqual({
      kind: 'failure',
      reason: 'address',
      message: 'it is not in the cache, and with --offline nobody is asked',
      hint: 'run the command once without --offline',
    });
    expect(http.asked).toEqual([]);
  });
});

describe('a damaged entry counts as none', () => {
  test.for([
    '',
    'null',
    '[]',
    '{',
    '{"schema":"authctl/key-cache@2"}',
    JSON.stringify({ schema: 'authctl/key-cache@1', url: URL, fetchedAt: NOW, lifetime: 60, status: 200 }),
    JSON.stringify({
      schema: 'authctl/key-cache@1',
      url: URL,
      fetchedAt: NOW,
      lifetime: '60',
      status: 200,
      body: '{}',
    }),
    JSON.stringify({
      schema: 'authctl/key-cache@1',
      url: 'https://evil.example/jwks',
      fetchedAt: NOW,
      lifetime: 60,
      status: 200,
      body: '{"keys":["evil"]}',
    }),
  ])('%s', async (damage) => {
    const answer = { status: 200, body: { keys: [] } };
    const first = place(answer);
    await first.send();
    const damaged = new Map([...first.kept.keys()].map((name) => [name, damage]));
    const { send, http } = place(answer, damaged);
    expect(await send()).toMatchObject({ kind: 'response', body: '{"keys":[]}' });
    expect(http.asked).toHaveLength(1);
    expect(
      await place(answer, new Map([...damaged].map(([name]) => [name, damage]))).send('offline'),
    ).toMatchObject({
      kind: 'failure',
    });
  });
});

describe('what is kept', () => {
  test('public members of keys, and no secrets', async () => {
    const keys = [
      { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'private' },
      { kty: 'oct', k: 'secret' },
    ];
    const { send, kept } = place({ status: 200, body: { keys } });
    await send();
    expect([...kept.values()].map((text) => (JSON.parse(text) as { body: string }).body)).toEqual([
      JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] }),
    ]);
  });

  test.for<{ title: string; answer: Scripted; entries: number }>([
    { title: 'a redirect', answer: { status: 302, headers: { location: '/keys' } }, entries: 1 },
    { title: 'that nothing is there', answer: 404, entries: 1 },
    { title: 'no HTML', answer: { status: 200, body: '<html>' }, entries: 0 },
    { title: 'no failing server', answer: 500, entries: 0 },
    { title: 'no silence', answer: 'timeout', entries: 0 },
  ])('$title', async ({ answer, entries }) => {
    const { send, kept } = place(answer);
    await send();
    expect(kept.size).toBe(entries);
  });

  test('that nothing is there counts offline only', async () => {
    const { send, http } = place(404);
    await send();
    await send();
    expect([http.asked.length, await send('offline')]).toEqual([2, expect.objectContaining({ status: 404 })]);
  });
});
