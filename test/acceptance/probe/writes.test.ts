/** Writes and deletes, end to end: their order, their safety, and what they did. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  answerJson,
  type LoopbackServer,
  type ReceivedRequest,
  startLoopbackServer,
} from '../../support/loopback-server.js';
import { cellInShort, runProbeCommand } from '../../support/probe-run.js';

let server: LoopbackServer;
afterEach(() => server.close());

interface Article {
  id: string;
  owner: string;
  title: string;
}

const roles: Readonly<Record<string, string>> = { agus: 'reader', william: 'editor', sari: 'admin' };

/** What the API gets wrong; all of it is optional. */
interface Faults {
  /** Refuses with 403 and does it all the same. */
  readonly deafDelete?: boolean;
  /** Refuses by answering 200 and changing nothing. */
  readonly quietRefusal?: boolean;
  /** Anybody may delete. */
  readonly openDelete?: boolean;
}

/** Articles with owners: readers read, editors change their own, admins all. */
async function startArticles(faults: Faults = {}): Promise<Map<string, Article>> {
  const articles = new Map<string, Article>([
    ['1', { id: '1', owner: 'william', title: 'On doors' }],
    ['2', { id: '2', owner: 'agus', title: 'On keys' }],
  ]);
  let next = 3;
  const refused = faults.quietRefusal ? { status: 200, body: { ok: true } } : { status: 403, body: {} };

  const collection = ({ method, body }: ReceivedRequest, who: string) => {
    if (method === 'GET') return { status: 200, body: [...articles.values()] };
    if (roles[who] === 'reader') return refused;
    const made = { id: String(next++), owner: who, title: JSON.parse(body).title };
    articles.set(made.id, made);
    return { status: 201, body: made };
  };

  const single = ({ method, body }: ReceivedRequest, who: string, article: Article) => {
    if (method === 'GET') return { status: 200, body: article };
    const owns = roles[who] === 'editor' && article.owner === who;
    const may = roles[who] === 'admin' || owns || (method === 'DELETE' && faults.openDelete);
    if (method === 'DELETE' && (may || faults.deafDelete)) articles.delete(article.id);
    if (!may) return refused;
    if (method === 'PUT') article.title = JSON.parse(body).title;
    return { status: 200, body: {} };
  };

  const answer = (request: ReceivedRequest): { status: number; body: unknown; headers?: object } => {
    const { path, headers, body } = request;
    if (path === '/login') return { status: 200, body: { token: `${JSON.parse(body).username}-token` } };
    const [, , id] = path.split('/');
    const who = /^Bearer (\w+)-token$/.exec(headers.authorization ?? '')?.[1];
    if (path !== '/me' && !/^\/articles(\/|$)/.test(path)) return { status: 404, body: {} };
    if (!who) return { status: 401, body: {}, headers: { 'www-authenticate': 'Bearer' } };
    if (path === '/me') return { status: 200, body: { who } };
    if (id === undefined) return collection(request, who);
    const article = articles.get(id);
    return article ? single(request, who, article) : { status: 404, body: {} };
  };

  server = await startLoopbackServer((request, response) => {
    const { status, body, headers } = answer(request);
    answerJson(response, status, body, headers);
  });
  return articles;
}

const config = (routes: string, more = '') => `version: 1
api: ${server.url}
login: { flow: json, path: /login }
roles: [reader, editor, admin]
subjects:
  agus:    { role: reader, password: a, owns: { articles: 2 } }
  william: { role: editor, password: b, owns: { articles: 1 } }
  sari:    { role: admin, password: c }
routes:
  GET /me: { allow: [reader, editor, admin] }
  GET /articles: { allow: [reader, editor, admin] }
  GET /articles/{id}: { allow: [reader, editor, admin], params: { id: articles } }
${routes}${more}`;

const PUT = `  PUT /articles/{id}: { allow: [{ role: editor, when: own }, admin], params: { id: articles }, body: { title: New } }\n`;
const DELETE = `  DELETE /articles/{id}: { allow: [{ role: editor, when: own }, admin], params: { id: articles } }\n`;
const POST = `  POST /articles: { allow: [editor, admin], body: { title: Fresh } }\n`;

const writes = (run: Awaited<ReturnType<typeof runProbeCommand>>): readonly string[] =>
  run.result.cells.filter(({ method }) => method !== 'GET').map(cellInShort);

test('nothing but GET is sent without leave, and what is left out stays visible', async () => {
  await startArticles();
  const run = await runProbeCommand(config(PUT + DELETE));
  expect(new Set(server.received.map(({ method, path }) => (path === '/login' ? 'login' : method)))).toEqual(
    new Set(['login', 'GET']),
  );
  expect(run.result.summary).toMatchObject({ skipped: 10, violations: 0, inconclusive: 0 });
  expect(run.exit).toBe(0);
  expect(run.stderr).toContain('10 cells skipped without --allow-writes and --allow-delete');
});

test('a sound API: denials before what is allowed, reads before writes, DELETE last', async () => {
  const articles = await startArticles();
  const run = await runProbeCommand(config(PUT + DELETE), { flags: ['--allow-writes', '--allow-delete'] });
  expect(writes(run)).toEqual([
    'anonymous PUT /articles/2 other: deny 401, as-expected',
    'agus PUT /articles/2 own: deny 403, as-expected',
    'william PUT /articles/2 other: deny 403, as-expected',
    'william PUT /articles/1 own: allow, as-expected',
    'sari PUT /articles/2 other: allow, as-expected',
    'anonymous DELETE /articles/2 other: deny 401, as-expected',
    'agus DELETE /articles/2 own: deny 403, as-expected',
    'william DELETE /articles/2 other: deny 403, as-expected',
    'william DELETE /articles/1 own: allow, as-expected',
    'sari DELETE /articles/2 other: allow, as-expected',
  ]);
  expect(run.result.findings).toEqual([]);
  expect(run.exit).toBe(0);
  expect(articles.size).toBe(0);
  const sent = server.received.map(({ method }) => method);
  expect(sent.indexOf('DELETE')).toBeGreaterThan(sent.lastIndexOf('PUT'));
  const proven = run.result.cells.filter(({ verdict, method }) => verdict === 'deny' && method !== 'GET');
  expect(new Set(proven.map(({ confidence }) => confidence))).toEqual(new Set(['proven']));
});

test('a refusal that did it all the same is a hole', async () => {
  await startArticles({ deafDelete: true });
  const run = await runProbeCommand(config(DELETE), {
    flags: ['--allow-delete', '--only', '* /articles/{id}'],
  });
  expect(run.exit).toBe(1);
  const [first] = run.result.cells.filter(({ subject, method }) => subject === 'agus' && method === 'DELETE');
  expect(first).toMatchObject({
    verdict: 'allow',
    confidence: 'confirmed',
    status: 403,
    outcome: 'violation',
  });
  expect(first?.notes).toContain('answered 403, and the object changed all the same');
  expect(run.result.findings.map(({ id }) => id)).toContain('privilege-escalation DELETE /articles/{id}');
});

test('a hole that deletes leaves the others open, not denied', async () => {
  await startArticles({ openDelete: true });
  const run = await runProbeCommand(config(DELETE), { flags: ['--allow-delete'] });
  expect(writes(run)).toEqual([
    'anonymous DELETE /articles/2 other: deny 401, as-expected',
    'agus DELETE /articles/2 own: allow, violation',
    'william DELETE /articles/2 other: inconclusive fixture-consumed, inconclusive',
    'william DELETE /articles/1 own: allow, as-expected',
    'sari DELETE /articles/2 other: inconclusive fixture-consumed, inconclusive',
  ]);
  expect(run.exit).toBe(1);
});

test('two who may delete the one object there is: refused before anything is sent', async () => {
  await startArticles();
  const one = config(DELETE).replace(', owns: { articles: 2 }', '');
  const run = await runProbeCommand(one, { flags: ['--allow-delete'] });
  expect(run.exit).toBe(2);
  expect(run.error?.message).toBe(
    'one object cannot be deleted twice, and several subjects may: DELETE /articles/1 (william, sari)',
  );
  expect(server.received).toEqual([]);
});

test('a route with setup: makes an object for each cell, and teardown: removes what is left', async () => {
  const articles = await startArticles();
  const made = `  DELETE /articles/{id}:
    allow: [{ role: editor, when: own }, admin]
    setup: { as: sari, request: POST /articles, body: { title: Throwaway }, capture: { id: /id } }
    teardown: { as: sari, request: "DELETE /articles/{{id}}" }
`;
  const run = await runProbeCommand(config(made), { flags: ['--allow-writes', '--allow-delete'] });
  expect(writes(run).map((line) => line.replace(/articles\/\d+/, 'articles/N'))).toEqual([
    'anonymous DELETE /articles/N other: deny 401, as-expected',
    'agus DELETE /articles/N other: deny 403, as-expected',
    'william DELETE /articles/N other: deny 403, as-expected',
    'william DELETE /articles/N own: allow, as-expected',
    'sari DELETE /articles/N own: allow, as-expected',
  ]);
  expect([...articles.keys()]).toEqual(['1', '2']);
  expect(run.result.leftovers).toEqual([]);
  expect(run.exit).toBe(0);
});

test('setup: and teardown: around a run; what was captured fills parameters and ownership', async () => {
  const articles = await startArticles();
  const steps = `setup:
  - { as: william, request: POST /articles, body: { title: Mine }, capture: { mine: /id }, owns: { drafts: /id } }
teardown:
  - { as: sari, request: "DELETE /articles/{{mine}}" }
`;
  const drafts = `  PUT /articles/{id}: { allow: [{ role: editor, when: own }, admin], params: { id: drafts }, body: { title: Changed } }\n`;
  const run = await runProbeCommand(config(drafts, steps), { flags: ['--allow-writes', '--only', 'PUT *'] });
  expect(writes(run)).toEqual([
    'anonymous PUT /articles/3 other: deny 401, as-expected',
    'agus PUT /articles/3 other: deny 403, as-expected',
    'william PUT /articles/3 own: allow, as-expected',
    'sari PUT /articles/3 other: allow, as-expected',
  ]);
  expect([...articles.keys()]).toEqual(['1', '2']);
  expect(run.exit).toBe(0);
});

test('without leave to write, what needs setup: is skipped and no step is sent', async () => {
  await startArticles();
  const steps = 'setup:\n  - { as: sari, request: POST /articles, body: {}, capture: { mine: /id } }\n';
  const route = '  GET /articles/{other}: { allow: [reader], params: { other: "{{mine}}" } }\n';
  const run = await runProbeCommand(config('', steps).replace(/ {2}GET \/articles\/\{id\}.*\n/, route), {
    flags: ['--only', 'GET /articles/*'],
  });
  expect(run.result.cells.map(({ reason }) => reason)).toEqual(['write', 'write', 'write', 'write']);
  expect(server.received.filter(({ method, path }) => method === 'POST' && path !== '/login')).toEqual([]);
});

test('a step of setup: that fails stops the run, says where, and what was made is removed', async () => {
  const articles = await startArticles();
  const steps = `setup:
  - { as: sari, request: POST /articles, body: { title: A }, capture: { a: /id } }
  - { as: agus, request: POST /articles, body: { title: B }, capture: { b: /id } }
teardown:
  - { as: sari, request: "DELETE /articles/{{a}}" }
`;
  const run = await runProbeCommand(config('', steps), { flags: ['--allow-writes'] });
  expect(run.exit).toBe(3);
  expect(run.error?.message).toContain("setup as 'agus' failed: POST /articles");
  expect(run.error?.message).toContain('answered 403');
  expect([...articles.keys()]).toEqual(['1', '2']);
});

test('what a POST that was let through has made is removed by teardown:', async () => {
  const articles = await startArticles();
  const post = `  POST /articles:
    allow: [editor, admin]
    body: { title: Fresh }
    teardown: { as: sari, request: "DELETE /articles/{{id}}", capture: { id: /id } }
`;
  const run = await runProbeCommand(config(post), { flags: ['--allow-writes'] });
  expect(writes(run)).toEqual([
    'anonymous POST /articles: deny 401, as-expected',
    'agus POST /articles: deny 403, as-expected',
    'william POST /articles: allow, as-expected',
    'sari POST /articles: allow, as-expected',
  ]);
  expect([...articles.keys()]).toEqual(['1', '2']);
  expect(run.exit).toBe(0);
});

describe('a refusal told as 200 with nothing changed', () => {
  test('is doubtful access without a setting, and the note names it', async () => {
    await startArticles({ quietRefusal: true });
    const run = await runProbeCommand(config(PUT), { flags: ['--allow-writes'] });
    const cell = run.result.cells.find(({ subject, method }) => subject === 'agus' && method === 'PUT');
    expect(cell).toMatchObject({ verdict: 'allow', confidence: 'possible', outcome: 'violation' });
    expect(cell?.notes.join()).toContain('denyWhen: [{ unchanged: true }]');
  });

  test('is a denial with denyWhen: [{ unchanged: true }]', async () => {
    await startArticles({ quietRefusal: true });
    const setting = 'decide: { denyWhen: [{ unchanged: true }] }\n';
    const run = await runProbeCommand(config(PUT + POST, setting), { flags: ['--allow-writes'] });
    expect(writes(run)).toEqual([
      'anonymous PUT /articles/2 other: deny 401, as-expected',
      'agus PUT /articles/2 own: deny soft, as-expected',
      'william PUT /articles/2 other: deny soft, as-expected',
      'william PUT /articles/1 own: allow, as-expected',
      'sari PUT /articles/2 other: allow, as-expected',
      'anonymous POST /articles: deny 401, as-expected',
      'agus POST /articles: deny soft, as-expected',
      'william POST /articles: allow, as-expected',
      'sari POST /articles: allow, as-expected',
    ]);
    expect(run.exit).toBe(0);
  });
});
