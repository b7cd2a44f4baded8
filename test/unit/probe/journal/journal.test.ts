import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinJournals } from '../../../../src/probe/journal/join-journals.js';
import { shardOf } from '../../../../src/probe/journal/shard.js';
import type { Question } from '../../../../src/probe/plan.js';
import { resultOf } from '../../../../src/probe/probe.js';
import { type Asked, type Scripted, scriptedHttp } from '../../../support/scripted-http.js';
import { API, agus, anonymous, guarded, policiesOf, route, sari, william } from '../inputs.js';
import { journalIn, keptProbe, lasting } from './kept.js';

const collections = ['/articles', '/users', '/keys'];

const routes = [
  route('GET /me', guarded('reader', 'editor', 'admin')),
  ...collections.flatMap((path) => [
    route(`GET ${path}`, guarded('reader', 'admin')),
    route(`HEAD ${path}`, guarded('admin')),
    route(`GET ${path}/new`, guarded('admin')),
    route(`GET ${path}/old`, guarded('admin')),
    route(`GET ${path}/{id}`, guarded('admin')),
    route(`PUT ${path}/{id}`, guarded('admin')),
    route(`DELETE ${path}/{id}`, guarded('admin')),
  ]),
];

const question: Question = {
  ...{ api: API, routes, subjects: [anonymous, agus, william, sari] },
  policies: policiesOf(
    Object.fromEntries(
      ['PUT', 'DELETE', 'GET'].flatMap((method) =>
        collections.map((path) => [
          `${method} ${path}/{id}`,
          { allow: [{ role: 'admin' }], params: { id: '7' }, request: { body: { title: method } } },
        ]),
      ),
    ),
  ),
  undescribed: new Set(),
  permission: { writes: true, deletes: true },
};

const reads: Question = { ...question, permission: { writes: false, deletes: false } };

/** Admins may everything, editors nothing; readers read collections, and reach /keys/7, which they should not. */
function mayRead(url: string, token: string): boolean {
  if (token === 'sari-token') return true;
  return token === 'agus-token' && (url === '/keys/7' || collections.includes(url));
}

const isKnown = (url: string): boolean => collections.includes(`/${url.split('/')[1]}`);

/** An API with state: what is deleted is gone, what is written is read. */
function api() {
  const [gone, written] = [new Set<string>(), new Map<string, number>()];
  const read = (url: string): Scripted =>
    gone.has(url) ? 404 : { status: 200, body: { url, version: written.get(url) ?? 0 } };
  const change = (method: string, url: string): Scripted => {
    if (gone.has(url)) return 404;
    if (method === 'DELETE') gone.add(url);
    else written.set(url, 1);
    return 204;
  };
  return scriptedHttp(({ method, url, token }: Asked): Scripted => {
    if (url !== '/me' && !isKnown(url)) return 404;
    if (token === undefined) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
    if (url === '/me') return { status: 200, body: { token } };
    if (method === 'GET' || method === 'HEAD') return mayRead(url, token) ? read(url) : 403;
    return token === 'sari-token' ? change(method, url) : 403;
  });
}

describe('a run that is gone on with', () => {
  test('finds the same wherever its journal was cut off', async () => {
    const whole = await keptProbe(reads, api());
    const plan = whole.text.indexOf('{"cell":');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: plan, max: whole.text.indexOf('{"caller":') }), async (length) => {
        const rest = await keptProbe(reads, api(), { before: whole.text.slice(0, length) });
        expect(lasting(rest.result)).toEqual(lasting(whole.result));
        const [joined, direct] = [await journalIn(rest.text), await journalIn(whole.text)].map((journal) =>
          lasting(resultOf(joinJournals([journal]), { issuers: [] }, 0)),
        );
        expect(joined).toEqual(direct);
      }),
      { numRuns: 8 },
    );
  });

  test('does not ask again what was answered while the credentials were seen to work', async () => {
    const whole = await keptProbe(reads, api());
    const cut = whole.text.lastIndexOf('{"vouched"');
    const http = api();
    await keptProbe(reads, http, { before: whole.text.slice(0, cut) });
    const first = api();
    await keptProbe(reads, first);
    expect(http.asked.length).toBeLessThan(first.asked.length * 0.75);
  });

  test('sends no write twice that may have been carried out, unless that does no harm', async () => {
    const whole = await keptProbe(question, api());
    const writes = [...whole.text.matchAll(/\{"about":\d+\}\n/g)].filter((_, at) => at % 5 === 0);
    for (const { 0: line, index } of writes) {
      const http = api();
      const rest = await keptProbe(question, http, { before: whole.text.slice(0, index + line.length) });
      const cell = rest.result.cells.at(Number(/\d+/.exec(line)));
      const request = `${cell?.method} ${cell?.url} as ${cell?.subject}-token`;
      const isRepeated = http.asked.includes(request.replace(' as anonymous-token', ''));
      expect({ isRepeated, reason: cell?.reason }).toEqual(
        cell?.method === 'PUT'
          ? { isRepeated: true, reason: null }
          : { isRepeated: false, reason: 'interrupted' },
      );
    }
  });

  test('asks again what a session that had ended may have been refused', async () => {
    const lapsed = scriptedHttp(() => 401);
    const usual = api();
    let asked = 0;
    const http = {
      ...usual,
      send: (...given: Parameters<typeof usual.send>) => {
        asked += 1;
        return asked > 60 ? lapsed.send(...given) : usual.send(...given);
      },
    };
    const broken = await keptProbe(reads, http);
    expect([...broken.result.cells].some(({ reason }) => reason === 'credential')).toBe(true);
    const before = broken.text.slice(0, broken.text.indexOf('{"caller":'));
    const rest = await keptProbe(reads, api(), { before });
    expect(lasting(rest.result)).toEqual(lasting((await keptProbe(reads, api())).result));
  });

  test('keeps no token', async () => {
    expect((await keptProbe(question, api())).text).not.toMatch(/-token/);
  });
});

describe('shards', () => {
  const shards = async (count: number, http = api) =>
    Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const shard = { index: at + 1, count };
        const { text } = await keptProbe(question, http(), { shard });
        return journalIn(text, `${at + 1}.journal`);
      }),
    );

  test.for([1, 2, 3, 7])('%d of them find what one process finds', async (count) => {
    const { result } = await keptProbe(question, api());
    const joined = joinJournals((await shards(count)).toReversed());
    expect(lasting(resultOf(joined, { issuers: [] }, 0))).toEqual(lasting(result));
  });

  test('a wall before the API is one only where every shard meets it', async () => {
    const wall = () => scriptedHttp(() => 403);
    const { result } = await keptProbe(question, wall());
    const all = resultOf(joinJournals(await shards(3, wall)), { issuers: [] }, 0);
    expect(lasting(all)).toEqual(lasting(result));
    expect(new Set(Array.from(all.cells, ({ reason }) => reason))).toEqual(new Set(['blocked']));
    const partly = () =>
      scriptedHttp(({ url, token }) => (url === '/articles' && token === undefined ? 200 : 403));
    const one = await keptProbe(question, partly());
    const joined = resultOf(joinJournals(await shards(3, partly)), { issuers: [] }, 0);
    expect(lasting(joined)).toEqual(lasting(one.result));
    expect([...joined.cells].some(({ reason }) => reason === 'blocked')).toBe(false);
  });

  test('one that is missing, there twice, not finished or of another run is named', async () => {
    const [one, two, three] = await shards(3);
    if (!one || !two || !three) throw new Error('three were made');
    const refusal = (...journals: Parameters<typeof joinJournals>[0]) => {
      try {
        joinJournals(journals);
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const other = await journalIn(
      (await keptProbe({ ...question, routes: routes.slice(1) }, api(), { shard: { index: 2, count: 3 } }))
        .text,
      'other.journal',
    );
    const whole = await journalIn((await keptProbe(question, api())).text, 'whole.journal');
    expect([
      refusal(one, three),
      refusal(one),
      refusal(one, two, two),
      refusal(one, { ...two, end: null }, three),
      refusal(one, other, three),
      refusal(one, whole),
    ]).toEqual([
      'shard 2/3 is missing',
      'shards 2/3, 3/3 are missing',
      'shard 2/3 is there twice: 2.journal and 2.journal',
      'shard 2/3 (2.journal) is not finished',
      'other.journal is of another run than 1.journal: route GET /me is gone',
      '1.journal is 1/3, whole.journal is a whole run',
    ]);
  });

  test('what verdicts rest on stays together, and a thousand collections spread', () => {
    const paths = [
      '/articles',
      '/articles/{id}',
      '/articles/{id}/comments',
      '/articles?page=2',
      '/articles#one',
    ];
    for (const count of [2, 3, 8]) {
      expect(new Set(paths.map((path) => shardOf({ path }, count))).size).toBe(1);
      const sizes = new Map<number, number>();
      for (let at = 0; at < 1_000; at += 1) {
        const shard = shardOf({ path: `/collection-${at}/{id}` }, count);
        sizes.set(shard, (sizes.get(shard) ?? 0) + 1);
      }
      expect([...sizes.keys()].toSorted()).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      for (const size of sizes.values()) expect(Math.abs(size - 1_000 / count)).toBeLessThan(80);
    }
  });
});

describe('a journal that is no sound one', () => {
  const damage = async (change: (lines: string[]) => void): Promise<string> => {
    const { text } = await keptProbe(reads, api());
    const lines = text.trimEnd().split('\n');
    change(lines);
    return journalIn(`${lines.join('\n')}\n`).then(
      () => 'read',
      ({ at, message }) => `${at.file}:${at.line}: ${message}`,
    );
  };

  test('the line is named', async () => {
    const { text } = await keptProbe(reads, api());
    const lines = text.split('\n');
    const cell = lines.findIndex((line) => line.startsWith('{"cell":'));
    expect([
      await damage((all) => all.splice(cell, 1, '{"cell":3,')),
      await damage((all) => all.splice(cell, 1, '{"cell":9999}')),
      await damage((all) => all.splice(cell, 1, all[cell]?.replace('"status":', '"status":"x') ?? '')),
      await damage((all) => all.splice(cell, 1, all[cell]?.replace('"digest":"', '"digest":"-') ?? '')),
      await damage((all) => all.splice(cell, 1, '{"sell":3}')),
      await damage((all) => all.splice(3, 1, all[3]?.replace('agus', 'sari') ?? '')),
      await damage((all) => all.splice(0, 1, '{}')),
      await damage((all) => all.splice(0, 1, '{"authctl-journal":2}')),
      await damage((all) => all.splice(4)),
      await damage((all) => all.splice(0)),
    ]).toEqual([
      `run.journal:${cell + 1}: this line is damaged`,
      `run.journal:${cell + 1}: this line is about a cell that the plan does not have`,
      `run.journal:${cell + 1}: this line is damaged`,
      `run.journal:${cell + 1}: this line is damaged: body`,
      `run.journal:${cell + 1}: this line is damaged`,
      `run.journal:${cell}: the lines up to here, which tell the plan, are damaged`,
      'run.journal:1: this is no journal of a probe',
      'run.journal:1: this is a journal of form 2, and form 1 is known here',
      'run.journal:1: the journal ends before its plan does',
      'run.journal:1: this line is damaged',
    ]);
  });
});
