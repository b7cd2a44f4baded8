import { describe, expect, test } from 'vitest';
import { answerOf, probe } from '../../../src/probe/probe.js';
import type { Cell, ProbeResult } from '../../../src/probe/result.js';
import { type Asked, type Scripted, scriptedHttp } from '../../support/scripted-http.js';
import {
  agus,
  anonymous,
  guarded,
  limits,
  planOf,
  route,
  sari,
  subject,
  testPorts,
  william,
} from './inputs.js';

const routes = [
  route('GET /me', guarded('reader', 'editor', 'admin')),
  route('GET /users', guarded('admin')),
  route('DELETE /users/{id}', guarded('admin')),
];

const roleOf = { 'agus-token': 'reader', 'william-token': 'editor', 'sari-token': 'admin' } as const;
const isToken = (token: string | undefined): token is keyof typeof roleOf =>
  token !== undefined && token in roleOf;

/** A sound API with the routes above; `twist` may answer in its place. */
const api = (twist: (asked: Asked) => Scripted | undefined = () => undefined) =>
  scriptedHttp((asked) => {
    const twisted = twist(asked);
    if (twisted !== undefined) return twisted;
    if (!['/me', '/users'].includes(asked.url)) return 404;
    if (!isToken(asked.token)) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
    if (asked.url === '/me') return { status: 200, body: { token: asked.token } };
    return roleOf[asked.token] === 'admin' ? { status: 200, body: [{ id: 1 }] } : 403;
  });

const inShort = ({ method, path, subject: name, verdict, kind, reason, outcome }: Cell): string =>
  `${method} ${path} ${name}: ${verdict}${(kind ?? reason) ? ` ${kind ?? reason}` : ''}, ${outcome}`;

const cellsOf = (result: ProbeResult, path: string): readonly string[] =>
  [...result.cells].filter((cell) => cell.path === path).map(inShort);

const everybody = [anonymous, agus, william, sari];
const options = { limits, issuers: [] };

describe('a sound API', () => {
  test('is as declared, cell by cell', async () => {
    const result = await probe(planOf(routes, everybody), testPorts(api()), options);
    expect([...result.cells].map(inShort)).toEqual([
      'GET /me anonymous: deny 401, as-expected',
      'GET /me agus: allow, as-expected',
      'GET /me william: allow, as-expected',
      'GET /me sari: allow, as-expected',
      'GET /users anonymous: deny 401, as-expected',
      'GET /users agus: deny 403, as-expected',
      'GET /users william: deny 403, as-expected',
      'GET /users sari: allow, as-expected',
      'DELETE /users/{id} anonymous: skipped delete, skipped',
      'DELETE /users/{id} agus: skipped delete, skipped',
      'DELETE /users/{id} william: skipped delete, skipped',
      'DELETE /users/{id} sari: skipped delete, skipped',
    ]);
    expect(result.summary).toEqual({
      cells: 12,
      asExpected: 8,
      violations: 0,
      waived: 0,
      drift: 0,
      skipped: 4,
      inconclusive: 0,
      observed: 0,
    });
    expect(result).toMatchObject({ complete: true, stopped: null, policy: 'declared', findings: [] });
    expect(result.subjects.map(({ name, credential, canary }) => `${name} ${credential} ${canary}`)).toEqual([
      'anonymous none none',
      'agus bearer ok',
      'william bearer ok',
      'sari bearer ok',
    ]);
    expect(answerOf(result)).toBe('yes');
  });

  test('gets GET and HEAD only', async () => {
    const http = api();
    await probe(
      planOf([...routes, route('POST /users'), route('HEAD /users')], everybody),
      testPorts(http),
      options,
    );
    expect(new Set(http.asked.map((line) => line.split(' ')[0]))).toEqual(new Set(['GET', 'HEAD']));
  });

  test('a denial is proven where somebody entitled gets through', async () => {
    const result = await probe(planOf(routes, everybody), testPorts(api()), options);
    const denial = [...result.cells].find((cell) => cell.path === '/users' && cell.subject === 'agus');
    expect(denial?.confidence).toBe('proven');
  });
});

describe('holes', () => {
  test('one cause is one defect, with its subjects as evidence and a line to repeat it', async () => {
    const http = api(({ url }) => (url === '/users' ? { status: 200, body: [{ id: 1 }] } : undefined));
    const result = await probe(planOf(routes, everybody), testPorts(http), options);
    expect(result.findings).toEqual([
      {
        id: 'exposed GET /users',
        class: 'exposed',
        severity: 'critical',
        confidence: 'confirmed',
        cwe: 306,
        owasp: 'API2:2023',
        cells: [4, 5, 6],
        message: 'GET /users: open to anonymous, agus (reader), william (editor), meant to be guarded',
        waived: null,
        repeat: "curl -i 'http://127.0.0.1:4455/users'",
      },
    ]);
    expect(answerOf(result)).toBe('no');
  });

  test("somebody else's object", async () => {
    const articles = [route('GET /articles/{id}')];
    const policy = {
      'GET /articles/{id}': {
        allow: [{ role: 'editor', when: 'own' as const }, { role: 'admin' }],
        params: { id: 'articles' },
      },
    };
    const http = scriptedHttp(({ url, token }) => {
      if (!/^\/articles\/[123]$/.test(url)) return 404;
      return token === undefined ? 401 : { status: 200, body: { id: url } };
    });
    const result = await probe(
      planOf(articles, [anonymous, william, sari], policy),
      testPorts(http),
      options,
    );
    expect([...result.cells].map((cell) => `${cell.url} ${cell.relation} ${inShort(cell)}`)).toEqual([
      '/articles/1 other GET /articles/{id} anonymous: deny 401, as-expected',
      '/articles/3 other GET /articles/{id} william: allow, violation',
      '/articles/1 own GET /articles/{id} william: allow, as-expected',
      '/articles/1 other GET /articles/{id} sari: allow, as-expected',
    ]);
    expect(result.findings.map((finding) => finding.id)).toEqual(['bola GET /articles/{id}']);
  });
});

describe('controls', () => {
  test('an expired token leaves its own column open, and a hole in another is still found', async () => {
    const http = api(({ token, url }) => {
      if (token === 'sari-token') return 401;
      return url === '/users' && token === 'agus-token' ? { status: 200, body: [{ id: 1 }] } : undefined;
    });
    const result = await probe(planOf(routes, everybody), testPorts(http), options);
    expect(cellsOf(result, '/users')).toEqual([
      'GET /users anonymous: deny 401, as-expected',
      'GET /users agus: allow, violation',
      'GET /users william: deny 403, as-expected',
      'GET /users sari: inconclusive credential, inconclusive',
    ]);
    expect(answerOf(result)).toBe('no');
  });

  test('a subject whose credentials do not work logs in once more', async () => {
    const http = api(({ token }) => (token === 'agus-token' ? 401 : undefined));
    const logins: string[] = [];
    const ports = testPorts(http, {
      relogin: async ({ name }) => {
        logins.push(name);
        return { kind: 'bearer', accessToken: 'william-token' };
      },
    });
    const result = await probe(planOf(routes, [agus]), ports, options);
    expect(logins).toEqual(['agus']);
    expect([...result.cells].slice(0, 2).map(inShort)).toEqual([
      'GET /me agus: allow, as-expected',
      'GET /users agus: deny 403, as-expected',
    ]);
  });

  test('credentials that expire in the middle are renewed once, and the subject is asked again', async () => {
    let left = 4;
    const http = api(({ token }) => {
      if (token === 'agus-token') left -= 1;
      return token === 'agus-token' && left < 0 ? 401 : undefined;
    });
    const ports = testPorts(http, {
      relogin: async () => ({ kind: 'bearer', accessToken: 'william-token' }),
    });
    const result = await probe(planOf(routes, [agus]), ports, options);
    expect([...result.cells].slice(0, 2).map(inShort)).toEqual([
      'GET /me agus: allow, as-expected',
      'GET /users agus: deny 403, as-expected',
    ]);
  });

  test('credentials that expire in the middle and cannot be renewed settle nothing', async () => {
    let left = 3;
    const http = api(({ token }) => {
      if (token === 'agus-token') left -= 1;
      return token === 'agus-token' && left < 0 ? 401 : undefined;
    });
    const result = await probe(planOf(routes, [agus]), testPorts(http), options);
    expect([...result.cells].slice(0, 2).map(inShort)).toEqual([
      'GET /me agus: allow, as-expected',
      'GET /users agus: inconclusive credential, inconclusive',
    ]);
    expect(answerOf(result)).toBe('unknown');
  });

  test('a canary that everybody reaches shows nothing of the credentials', async () => {
    const everywhere = [
      route('GET /health', guarded()),
      route('GET /me', guarded('reader')),
      route('GET /users', guarded('admin')),
    ];
    const http = scriptedHttp(({ url }) => {
      if (url === '/health') return { status: 200, body: { status: 'up' } };
      return ['/me', '/users'].includes(url) ? 401 : 404;
    });
    const lapsed = subject('agus', 'reader', { canary: '/health' });
    const result = await probe(planOf(everywhere, [lapsed]), testPorts(http), options);
    expect(cellsOf(result, '/users')).toEqual(['GET /users agus: inconclusive credential, inconclusive']);
  });

  test('a canary whose body is personal counts although callers without credentials get one too', async () => {
    const http = scriptedHttp(({ url, token }) => {
      if (url === '/me') return { status: 200, body: { user: token ?? null } };
      return url === '/users' ? 401 : 404;
    });
    const result = await probe(planOf(routes, [agus]), testPorts(http), options);
    expect(cellsOf(result, '/users')).toEqual(['GET /users agus: deny 401, as-expected']);
  });

  test('a body that changes with every request is not a personal one', async () => {
    let at = 0;
    const http = scriptedHttp(({ url }) => {
      at += 1;
      if (url === '/me') return { status: 200, body: { at } };
      return url === '/users' ? 401 : 404;
    });
    const result = await probe(planOf(routes, [agus]), testPorts(http), options);
    expect(cellsOf(result, '/users')).toEqual(['GET /users agus: inconclusive credential, inconclusive']);
  });

  test('a subject that could not log in is inconclusive, and nothing is sent for it', async () => {
    const { credential: _, ...rest } = sari;
    const absent = { ...rest, credential: undefined, unavailable: 'the login was refused' };
    const http = api();
    const result = await probe(planOf(routes, [agus, absent]), testPorts(http), options);
    expect(cellsOf(result, '/users')).toEqual([
      'GET /users agus: deny 403, as-expected',
      'GET /users sari: inconclusive credential, inconclusive',
    ]);
    expect(result.cells.at(3)?.notes).toEqual(['the login was refused']);
    expect(http.asked.filter((line) => line.endsWith('sari-token'))).toEqual([]);
  });

  test('everything answered with 403, canaries included, is a wall and not a policy', async () => {
    const result = await probe(planOf(routes, everybody), testPorts(scriptedHttp(() => 403)), options);
    const sent = [...result.cells].filter(({ verdict }) => verdict !== 'skipped');
    expect(new Set(sent.map(({ verdict, reason }) => `${verdict} ${reason}`))).toEqual(
      new Set(['inconclusive blocked']),
    );
    expect(answerOf(result)).toBe('unknown');
  });
});

describe('sending', () => {
  test.for([408, 425, 429, 503])('%i is asked again three times, ever later', async (status) => {
    const http = api(({ url, token }) => (url === '/users' && token === 'agus-token' ? status : undefined));
    const ports = testPorts(http);
    const result = await probe(planOf(routes, everybody), ports, options);
    const cell = [...result.cells].find(({ path, subject: name }) => path === '/users' && name === 'agus');
    expect(cell).toMatchObject({ verdict: 'inconclusive', reason: 'rate-limited', status, attempts: 4 });
    expect(ports.slept).toEqual(expect.arrayContaining([1_000, 2_000, 4_000]));
  });

  test('Retry-After is obeyed', async () => {
    let refused = 0;
    const http = api(({ url, token }) => {
      if (url !== '/users' || token !== 'agus-token' || refused > 0) return undefined;
      refused += 1;
      return { status: 429, headers: { 'retry-after': '7' } };
    });
    const ports = testPorts(http);
    const result = await probe(planOf(routes, everybody), ports, options);
    expect(cellsOf(result, '/users')[1]).toBe('GET /users agus: deny 403, as-expected');
    expect(ports.slept).toContain(7_000);
  });

  test('a Retry-After of more than a minute is not waited for', async () => {
    const http = api(({ url }) =>
      url === '/users' ? { status: 429, headers: { 'retry-after': '61' } } : undefined,
    );
    const ports = testPorts(http);
    const result = await probe(planOf(routes, [agus]), ports, options);
    expect(result.cells.at(1)).toMatchObject({ reason: 'rate-limited', attempts: 1 });
    expect(ports.slept).toEqual([]);
  });

  test('another 5xx is asked once more', async () => {
    const http = api(({ url }) => (url === '/users' ? 500 : undefined));
    const result = await probe(planOf(routes, [agus]), testPorts(http), options);
    expect(result.cells.at(1)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'server-error',
      attempts: 2,
    });
  });

  test('a lost connection is tried again', async () => {
    let lost = 0;
    const http = api(({ url, token }) => {
      if (url !== '/users' || token !== 'agus-token' || lost > 1) return undefined;
      lost += 1;
      return 'reset';
    });
    const result = await probe(planOf(routes, everybody), testPorts(http), options);
    expect(result.cells.at(5)).toMatchObject({ verdict: 'deny', kind: '403', attempts: 3 });
  });

  test('a network that is gone stops the run after five in a row', async () => {
    const http = scriptedHttp(() => 'connect');
    const many = Array.from({ length: 50 }, (_, at) => route(`GET /things/${at}`));
    const result = await probe(planOf(many, everybody), testPorts(http), {
      ...options,
      limits: { ...limits, concurrency: 1 },
    });
    expect(http.asked.length).toBe(5 * 3);
    expect(result).toMatchObject({ complete: false, stopped: 'network', summary: { inconclusive: 200 } });
    expect(answerOf(result)).toBe('unknown');
  });

  test('half of all requests lost stops the run', async () => {
    const http = scriptedHttp(({ url }) => (/[02468]$/.test(url) ? 'reset' : 404));
    const many = Array.from({ length: 200 }, (_, index) => route(`GET /things/${index}`));
    const result = await probe(planOf(many, [anonymous]), testPorts(http), {
      ...options,
      limits: { ...limits, concurrency: 1 },
    });
    expect(result.stopped).toBe('network');
    expect(http.asked.length).toBeLessThan(200);
  });

  test('a limit of requests holds, and what is left is shown as skipped', async () => {
    const http = api();
    const result = await probe(planOf(routes, everybody), testPorts(http), {
      ...options,
      limits: { ...limits, maxRequests: 12, concurrency: 1 },
    });
    expect(http.asked.length).toBe(12);
    expect(result).toMatchObject({ complete: false, stopped: 'request-limit' });
    expect([...result.cells].filter(({ reason }) => reason === 'request-limit').length).toBeGreaterThan(0);
    expect(answerOf(result)).toBe('unknown');
  });

  test('an interruption keeps what was answered and marks the rest', async () => {
    const stop = new AbortController();
    const http = api(({ url, token }) => {
      if (url === '/users' && token === 'agus-token') stop.abort('SIGINT');
      return stop.signal.aborted ? 'aborted' : undefined;
    });
    const result = await probe(planOf(routes, everybody), testPorts(http, { signal: stop.signal }), {
      ...options,
      limits: { ...limits, concurrency: 1 },
    });
    expect(result).toMatchObject({ complete: false, stopped: 'interrupted' });
    expect(cellsOf(result, '/me')[1]).toBe('GET /me agus: allow, as-expected');
    expect(cellsOf(result, '/users')[1]).toBe('GET /users agus: inconclusive interrupted, inconclusive');
  });

  test('a rate is kept', async () => {
    const ports = testPorts(api());
    await probe(planOf(routes, [agus]), ports, { ...options, limits: { ...limits, rate: 25 } });
    expect(ports.slept.length).toBeGreaterThan(3);
    expect(new Set(ports.slept)).toEqual(new Set([40]));
  });

  test('no more requests are in flight than asked for, and no two on one object', async () => {
    const open = new Set<string>();
    let most = 0;
    let together = false;
    const http = scriptedHttp(async ({ url, token }) => {
      const object = url.startsWith('/things') ? url : `${url} ${token}`;
      together ||= open.has(object);
      open.add(object);
      most = Math.max(most, open.size);
      await new Promise((done) => setImmediate(done));
      open.delete(object);
      return 404;
    });
    const many = Array.from({ length: 20 }, (_, at) => route(`GET /things/${at}`));
    const callers = everybody.map((one) => ({ ...one, canary: '/me' }));
    await probe(planOf(many, callers), testPorts(http), {
      ...options,
      limits: { ...limits, concurrency: 3 },
    });
    expect({ most, together }).toEqual({ most: 3, together: false });
  });

  test('a slash, case or scheme is followed once on the same host; credentials stay at their origin', async () => {
    const seen: string[] = [];
    const guardedBy = (token: string | undefined) => (token ? { status: 200, body: { token } } : 401);
    const places: Readonly<Record<string, (token?: string) => Scripted>> = {
      'http://127.0.0.1:4455/me': guardedBy,
      'http://127.0.0.1:4455/users': () => ({ status: 308, headers: { location: '/users/' } }),
      'http://127.0.0.1:4455/users/': guardedBy,
      'http://127.0.0.1:4455/tls': () => ({ status: 301, headers: { location: 'https://127.0.0.1/tls' } }),
      'https://127.0.0.1/tls': () => ({ status: 200, body: { id: 1 } }),
    };
    const http = scriptedHttp(({ url, origin, token }) => {
      seen.push(`${origin}${url} ${token ?? '-'}`);
      return places[origin + url]?.(token) ?? 404;
    });
    const result = await probe(
      planOf(
        [route('GET /me', guarded('reader')), route('GET /users'), route('GET /tls')],
        [anonymous, agus],
      ),
      testPorts(http),
      options,
    );
    expect(cellsOf(result, '/users')).toEqual([
      'GET /users anonymous: deny 401, observed',
      'GET /users agus: allow, observed',
    ]);
    expect(cellsOf(result, '/tls')).toEqual([
      'GET /tls anonymous: allow, observed',
      'GET /tls agus: inconclusive redirect, inconclusive',
    ]);
    expect(seen.filter((line) => line.startsWith('https:'))).toEqual(['https://127.0.0.1/tls -']);
  });
});

test.for([
  { undescribed: [], is: 'inconclusive not-served, inconclusive' },
  { undescribed: ['GET /users'], is: 'not-applicable, observed' },
])('a method that is refused, where $undescribed is not described: $is', async ({ undescribed, is }) => {
  const http = api(({ url }) => (url === '/users' ? 405 : undefined));
  const plan = { ...planOf([route('GET /users')], [agus]), undescribed: new Set(undescribed) };
  const result = await probe(plan, testPorts(http), options);
  expect([...result.cells].map(inShort)).toEqual([`GET /users agus: ${is}`]);
});

test('a run that tested nothing is not green', async () => {
  const result = await probe(planOf([route('DELETE /users/{id}')], [sari]), testPorts(api()), options);
  expect(answerOf(result)).toBe('unknown');
});
