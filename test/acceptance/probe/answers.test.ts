/** A server that answers in each of the ways the oracle's table knows, probed over real sockets. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cell, ProbeResult } from '../../../src/probe/result.js';
import { answerJson, type LoopbackServer } from '../../support/loopback-server.js';
import { agus, guarded, type Handler, probeApi, sari, startProbedApi } from '../../support/probed-api.js';

interface Row {
  readonly path: string;
  readonly toReaders: Handler;
  /** Default: content. */
  readonly toAdmins?: Handler;
  readonly is: string;
}

const json =
  (status: number, body: unknown = { error: 'as asked' }, headers = {}): Handler =>
  (response) =>
    answerJson(response, status, body, headers);
const redirect =
  (location: string, status = 302, body = ''): Handler =>
  (response) =>
    void response.writeHead(status, { location }).end(body);

const content = json(200, [{ id: 1, secret: 'for admins' }]);
const graphql = (code: string) => ({ data: null, errors: [{ message: 'no', extensions: { code } }] });

const rows: readonly Row[] = [
  { path: '/content', toReaders: content, is: 'allow confirmed' },
  { path: '/other-content', toReaders: json(200, [{ id: 2 }]), is: 'allow likely' },
  { path: '/empty-list', toReaders: json(200, []), is: 'allow possible [empty]' },
  { path: '/empty-object', toReaders: json(200, {}), is: 'allow possible [empty]' },
  {
    path: '/no-content',
    toReaders: (response) => void response.writeHead(204).end(),
    is: 'allow possible [empty]',
  },
  {
    path: '/words',
    toReaders: json(200, { message: 'Permission denied' }),
    is: 'allow possible [possible soft denial: the body holds words of denial]',
  },
  { path: '/graphql-who', toReaders: json(200, graphql('UNAUTHENTICATED')), is: 'deny soft proven' },
  { path: '/graphql-may', toReaders: json(200, graphql('FORBIDDEN')), is: 'deny soft proven' },
  { path: '/soft-status', toReaders: json(200, { status: 401 }), is: 'deny soft proven' },
  { path: '/soft-status-code', toReaders: json(200, { statusCode: 403 }), is: 'deny soft proven' },
  { path: '/soft-code', toReaders: json(200, { error: 'forbidden', code: 403 }), is: 'deny soft proven' },
  {
    path: '/long-code',
    toReaders: json(200, { code: 403, text: 'x'.repeat(2048) }),
    is: 'allow likely',
  },
  {
    path: '/401',
    toReaders: json(401, {}, { 'www-authenticate': 'Bearer' }),
    is: 'deny 401 proven [its credentials are valid: 403 would be right]',
  },
  {
    path: '/401-bare',
    toReaders: json(401),
    is: 'deny 401 proven [its credentials are valid: 403 would be right] [no WWW-Authenticate]',
  },
  { path: '/403', toReaders: json(403), is: 'deny 403 proven' },
  { path: '/404-hidden', toReaders: json(404), is: 'deny hidden proven' },
  { path: '/404-nobody', toReaders: json(404), toAdmins: json(404), is: 'inconclusive not-found' },
  { path: '/405', toReaders: json(405), is: 'inconclusive not-served' },
  { path: '/501', toReaders: json(501), is: 'inconclusive not-served' },
  { path: '/400', toReaders: json(400), toAdmins: json(400), is: 'inconclusive validation' },
  { path: '/400-proved', toReaders: json(400), is: 'reached possible' },
  { path: '/415-proved', toReaders: json(415), is: 'reached possible' },
  { path: '/422-proved', toReaders: json(422), is: 'reached possible' },
  { path: '/409', toReaders: json(409), is: 'reached possible' },
  { path: '/410', toReaders: json(410), is: 'reached possible' },
  { path: '/412', toReaders: json(412), is: 'reached possible' },
  { path: '/428', toReaders: json(428), is: 'reached possible' },
  { path: '/slash', toReaders: redirect('/slash/', 301), is: 'deny 403 proven' },
  { path: '/Case', toReaders: redirect('/case', 308), is: 'deny 403 proven' },
  { path: '/to-login', toReaders: redirect('/login?next=%2Fto-login'), is: 'deny redirect proven' },
  {
    path: '/to-issuer',
    toReaders: redirect('https://issuer.example/start', 303),
    is: 'deny redirect proven',
  },
  {
    path: '/elsewhere',
    toReaders: redirect('/home'),
    toAdmins: redirect('/articles/1'),
    is: 'deny redirect likely',
  },
  {
    path: '/same-place',
    toReaders: redirect('/articles/1'),
    toAdmins: redirect('/articles/1'),
    is: 'allow likely',
  },
  { path: '/408', toReaders: json(408), is: 'inconclusive rate-limited' },
  { path: '/425', toReaders: json(425), is: 'inconclusive rate-limited' },
  { path: '/429', toReaders: json(429, {}, { 'retry-after': '1' }), is: 'inconclusive rate-limited' },
  { path: '/503', toReaders: json(503), is: 'inconclusive rate-limited' },
  { path: '/500', toReaders: json(500), is: 'inconclusive server-error' },
  { path: '/502', toReaders: json(502), is: 'inconclusive server-error' },
  { path: '/418', toReaders: json(418), is: 'inconclusive unrecognised' },
  { path: '/reset', toReaders: (response) => void response.socket?.destroy(), is: 'inconclusive network' },
  {
    path: '/over-the-cap',
    toReaders: (response) => void response.end('x'.repeat(1024 * 1024 + 1)),
    is: 'allow likely [the body is over the cap: judged by status]',
  },
  {
    path: '/coded',
    toReaders: (response) => void response.writeHead(200, { 'content-encoding': 'br' }).end('\u0001'),
    is: 'allow likely [the body is in a content coding: judged by status]',
  },
];

/** What rows are asked again for by the redirects that change a slash or a letter. */
const followed: Readonly<Record<string, Handler>> = { '/slash/': json(403), '/case': json(403) };

const inShort = ({ verdict, kind, reason, confidence, notes }: Cell): string =>
  [verdict, kind ?? reason, confidence, ...notes.filter(isTold).map((note) => `[${note}]`)]
    .filter((word) => word !== null)
    .join(' ');

/** Notes that repeat the verdict in words are left out here. */
const isTold = (note: string): boolean => /^(?:empty|possible|its|no |the body)/.test(note);

let server: LoopbackServer;
let result: ProbeResult;

beforeAll(async () => {
  const handlers = rows.map(({ path, toReaders, toAdmins = content }): [string, Handler] => [
    path,
    (response, caller, request) =>
      caller === 'reader'
        ? toReaders(response, caller, request)
        : caller === 'admin'
          ? toAdmins(response, caller, request)
          : guarded(response, caller, request),
  ]);
  server = await startProbedApi({ ...Object.fromEntries(handlers), ...followed });
  result = await probeApi(
    server.url,
    rows.map(({ path }) => path),
    { subjects: [agus, sari], issuers: ['https://issuer.example'] },
  );
});

afterAll(() => server.close());

test.for(rows)('$path: $is', ({ path, is }) => {
  const cell = [...result.cells].find((candidate) => candidate.path === path && candidate.subject === 'agus');
  expect(cell && inShort(cell)).toBe(is);
});

test('inconclusive cells satisfy nothing', () => {
  const open = [...result.cells].filter(({ verdict }) => verdict === 'inconclusive');
  expect(new Set(open.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
  expect(open.length).toBeGreaterThan(10);
});

test('every cell was asked, and the run is complete', () => {
  expect(result).toMatchObject({ complete: true, stopped: null });
  expect([...result.cells].every(({ attempts }) => attempts > 0)).toBe(true);
});
