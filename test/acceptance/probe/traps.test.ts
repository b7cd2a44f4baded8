/** The mistakes that comparable tools make, each against a server that invites it, over real sockets. */
import { afterEach, describe, expect, test } from 'vitest';
import { answerOf } from '../../../src/probe/probe.js';
import type { ProbeResult } from '../../../src/probe/result.js';
import { answerJson, type LoopbackServer } from '../../support/loopback-server.js';
import {
  agus,
  anonymous,
  deny,
  guarded,
  type Handler,
  probeApi,
  sari,
  startProbedApi,
} from '../../support/probed-api.js';

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Probes `/users`, meant for admins, which answers readers in a way of its own. */
async function probeUsers(
  toReaders: Handler,
  more: Parameters<typeof probeApi>[2] = {},
): Promise<ProbeResult> {
  server = await startProbedApi({
    '/users': (response, caller, request) =>
      caller === 'reader' ? toReaders(response, caller, request) : guarded(response, caller, request),
    '/login': (response) => response.end('<form>'),
  });
  return probeApi(server.url, ['/users'], more);
}

const readersCell = (result: ProbeResult) =>
  [...result.cells].find(({ path, subject }) => path === '/users' && subject === 'agus');

describe('an answer that is no denial does not pass for one', () => {
  test.for([
    { status: 429, reason: 'rate-limited' },
    { status: 503, reason: 'rate-limited' },
    { status: 500, reason: 'server-error' },
  ])('elsewhere $status counts as denied, and the run is green', async ({ status, reason }) => {
    const result = await probeUsers((response) => answerJson(response, status, { error: 'not now' }));
    expect(readersCell(result)).toMatchObject({ verdict: 'inconclusive', reason, outcome: 'inconclusive' });
    expect(answerOf(result)).toBe('unknown');
  });

  test('elsewhere a dropped connection counts as denied', async () => {
    const result = await probeUsers((response) => response.socket?.destroy());
    expect(readersCell(result)).toMatchObject({ verdict: 'inconclusive', reason: 'network', attempts: 3 });
    expect(answerOf(result)).toBe('unknown');
  });
});

describe('a denial is not called a hole', () => {
  test('elsewhere 200 with {"error":"forbidden","code":403} is a hole', async () => {
    const result = await probeUsers((response) =>
      answerJson(response, 200, { error: 'forbidden', code: 403 }),
    );
    expect(readersCell(result)).toMatchObject({ verdict: 'deny', kind: 'soft', outcome: 'as-expected' });
    expect(result.findings.map(({ id, severity }) => `${id} ${severity}`)).toEqual(['soft-denial low']);
    expect(answerOf(result)).toBe('yes');
  });

  test('elsewhere the redirect to the login page is followed, and its form is a hole', async () => {
    const result = await probeUsers((response) => response.writeHead(302, { location: '/login' }).end());
    expect(readersCell(result)).toMatchObject({ verdict: 'deny', kind: 'redirect', outcome: 'as-expected' });
    expect(server?.received.filter(({ path }) => path === '/login')).toEqual([]);
    expect({ findings: result.findings, answer: answerOf(result) }).toEqual({ findings: [], answer: 'yes' });
  });
});

test('elsewhere the run deletes the objects first and reads their 404 as "denied: 8 passed"', async () => {
  const articles = new Set(['/articles/1', '/articles/2']);
  server = await startProbedApi({
    '*': (response, caller, { method, path }) => {
      if (!caller) return deny(response, caller);
      if (!articles.has(path)) return answerJson(response, 404, { error: 'not found' });
      if (method === 'DELETE') articles.delete(path);
      return caller === 'admin' ? answerJson(response, 200, { path }) : deny(response, caller);
    },
  });
  const kept = await probeApi(server.url, ['/articles/1', '/articles/2']);
  expect(new Set(server.received.map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(answerOf(kept)).toBe('yes');

  articles.clear();
  const gone = await probeApi(server.url, ['/articles/1', '/articles/2']);
  const ofReaders = [...gone.cells].filter(({ path, subject }) => path !== '/me' && subject === 'agus');
  expect(ofReaders.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['inconclusive', 'not-found'],
    ['inconclusive', 'not-found'],
  ]);
  expect(answerOf(gone)).toBe('unknown');
});

test('elsewhere one expired token turns a privilege escalation into exit 0', async () => {
  const expired = { ...sari, credential: { kind: 'bearer', accessToken: 'expired-token' } as const };
  const result = await probeUsers((response) => answerJson(response, 200, [{ id: 1 }]), {
    subjects: [anonymous, agus, expired],
  });
  expect(result.findings.map(({ id }) => id)).toEqual(['privilege-escalation GET /users']);
  expect(result.subjects.map(({ name, canary }) => `${name} ${canary}`)).toEqual([
    'anonymous none',
    'agus ok',
    'sari failed',
  ]);
  expect(answerOf(result)).toBe('no');
});

test('elsewhere an expired token is denied everywhere, and so everything is green', async () => {
  const expired = { ...agus, credential: { kind: 'bearer', accessToken: 'expired-token' } as const };
  const result = await probeUsers(guarded, { subjects: [expired, sari] });
  expect(readersCell(result)).toMatchObject({ verdict: 'inconclusive', reason: 'credential' });
  expect(answerOf(result)).toBe('unknown');
});

test('elsewhere a wall in front of the API is a perfect policy', async () => {
  server = await startProbedApi({
    '*': (r) => void r.writeHead(403).end(),
    '/me': (r) => void r.writeHead(403).end(),
  });
  const result = await probeApi(server.url, ['/users']);
  expect(new Set([...result.cells].map(({ reason }) => reason))).toEqual(new Set(['blocked']));
  expect(answerOf(result)).toBe('unknown');
});

test('elsewhere the start page that answers every path is a hole, or access that works', async () => {
  const page: Handler = (response) => void response.end('<!doctype html><div id="app"></div>');
  server = await startProbedApi({ '*': page });
  const result = await probeApi(server.url, ['/users']);
  const users = [...result.cells].filter(({ path }) => path === '/users');
  expect(users.map(({ reason }) => reason)).toEqual(['catch-all', 'catch-all', 'catch-all']);
  expect(answerOf(result)).toBe('unknown');
});
