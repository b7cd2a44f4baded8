import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/probe/answer.js';
import { bodyTraits } from '../../../src/probe/body.js';
import type { Evidence } from '../../../src/probe/evidence.js';
import { judge } from '../../../src/probe/oracle.js';
import { answerOf, probe } from '../../../src/probe/probe.js';
import type { ProbeResult } from '../../../src/probe/result.js';
import { type Asked, type Scripted, scriptedHttp } from '../../support/scripted-http.js';
import { API, agus, anonymous, guarded, limits, planOf, route, sari, testPorts, william } from './inputs.js';

const text = fc.oneof(
  fc.constantFrom('', '[]', '{}', '{"id":1}', '{"code":403}', '<html>', 'Forbidden'),
  fc.json({ maxDepth: 2 }),
);

const reply = (status: fc.Arbitrary<number>): fc.Arbitrary<Answer> =>
  fc.record({
    kind: fc.constant('reply'),
    status,
    location: fc.constantFrom(null, `${API}/login`, `${API}/other`, 'https://127.0.0.1/x'),
    challenged: fc.boolean(),
    body: fc
      .record({ text, truncated: fc.boolean(), encoded: fc.boolean(), marked: fc.boolean() })
      .map(({ marked, ...body }) =>
        bodyTraits({ status: 200, ...body, path: '/x', markers: marked ? [''] : [] }),
      ),
    durationMs: fc.nat(),
    attempts: fc.integer({ min: 1, max: 4 }),
    followed: fc.constantFrom(null, `${API}/x/`),
  });

const silence: fc.Arbitrary<Answer> = fc.record({
  kind: fc.constant('silence'),
  reason: fc.constantFrom('address', 'connect', 'tls', 'reset', 'timeout', 'protocol', 'aborted'),
  message: fc.string(),
  attempts: fc.integer({ min: 1, max: 3 }),
});

const unsent: fc.Arbitrary<Answer> = fc.record({
  kind: fc.constant('unsent'),
  why: fc.constantFrom('interrupted', 'network', 'request-limit', 'credential'),
});

const anyStatus = fc.integer({ min: 200, max: 599 });
const busy = fc.oneof(
  fc.constantFrom(408, 425, 429, 503),
  fc.integer({ min: 500, max: 599 }).filter((status) => status !== 501),
);

const evidenceWith = (answer: fc.Arbitrary<Answer>): fc.Arbitrary<Evidence> =>
  fc.record({
    answer,
    anonymous: fc.boolean(),
    canary: fc.constantFrom('ok', 'failed', 'none'),
    unknownRoute: fc.option(reply(anyStatus)),
    witnesses: fc.array(
      fc.record({
        subject: fc.string(),
        entitled: fc.boolean(),
        answer: fc.oneof(reply(anyStatus), silence),
        unknownRoute: fc.option(reply(anyStatus)),
      }),
      { maxLength: 3 },
    ),
    blocked: fc.boolean(),
    described: fc.boolean(),
    consumed: fc.boolean(),
    effect: fc.constant(null),
    mismatched: fc.boolean(),
    absent: fc.boolean(),
    asGet: fc.option(reply(anyStatus)),
    decide: fc.constant({}),
    api: fc.constant(API),
    issuers: fc.constant([]),
  });

describe('the oracle, whatever else is known', () => {
  test('an API that is busy, broken or away neither allows nor denies', () => {
    fc.assert(
      fc.property(evidenceWith(fc.oneof(reply(busy), silence, unsent)), (evidence) => {
        expect(['inconclusive', 'skipped']).toContain(judge(evidence).verdict);
      }),
    );
  });

  test('credentials that are not known to work deny nothing', () => {
    const doubtful = evidenceWith(reply(anyStatus)).map(
      (evidence): Evidence => ({ ...evidence, anonymous: false, canary: 'failed' }),
    );
    fc.assert(
      fc.property(doubtful, (evidence) => {
        expect(judge(evidence).verdict).not.toBe('deny');
      }),
    );
  });

  test('a kind goes with a denial, a reason with what is open, a confidence with what is settled', () => {
    fc.assert(
      fc.property(evidenceWith(fc.oneof(reply(anyStatus), silence, unsent)), (evidence) => {
        const { verdict, kind, reason, confidence } = judge(evidence);
        expect(kind !== null).toBe(verdict === 'deny');
        expect(reason !== null).toBe(verdict === 'inconclusive' || verdict === 'skipped');
        expect(confidence !== null).toBe(['allow', 'deny', 'reached'].includes(verdict));
      }),
    );
  });

  test('the order of witnesses does not matter', () => {
    fc.assert(
      fc.property(evidenceWith(reply(anyStatus)), (evidence) => {
        const turned = { ...evidence, witnesses: evidence.witnesses.toReversed() };
        expect(judge(turned)).toEqual(judge(evidence));
      }),
    );
  });
});

describe('a run', () => {
  const paths = ['/a', '/b', '/c', '/d'];
  const plan = () =>
    planOf(
      [
        route('GET /me', guarded('reader', 'editor', 'admin')),
        ...paths.map((path) => route(`GET ${path}`, guarded('admin'))),
      ],
      [anonymous, agus, william, sari],
    );
  const options = { limits, issuers: [] };

  /** What a sound API with these routes answers. */
  const soundly = ({ url, token }: Asked): Scripted => {
    if (url !== '/me' && !paths.includes(url)) return 404;
    if (token === undefined) return 401;
    return url === '/me' || token === 'sari-token' ? { status: 200, body: { url, token } } : 403;
  };
  /** The same, but for the answers given by path and token. */
  const script = (answers: ReadonlyMap<string, Scripted>) => (asked: Asked) =>
    answers.get(`${asked.url} ${asked.token}`) ?? soundly(asked);
  const answers = fc
    .array(
      fc.tuple(
        fc.constantFrom(...paths),
        fc.constantFrom('agus-token', 'william-token', 'sari-token'),
        fc.constantFrom<Scripted>(200, 401, 403, 404, 409, 429, 500, {
          status: 302,
          headers: { location: '/login' },
        }),
      ),
      { maxLength: 8 },
    )
    .map((list) => new Map(list.map(([path, token, answer]) => [`${path} ${token}`, answer])));

  const atHand = (result: ProbeResult) => ({ ...result, cells: [...result.cells] });

  test('gives the same result however its answers are timed', async () => {
    await fc.assert(
      fc.asyncProperty(
        answers,
        fc.scheduler(),
        fc.integer({ min: 1, max: 8 }),
        async (given, scheduler, width) => {
          const usual = await probe(plan(), testPorts(scriptedHttp(script(given))), options);
          const shuffled = scriptedHttp((asked) => scheduler.schedule(Promise.resolve(script(given)(asked))));
          const running = probe(plan(), testPorts(shuffled), {
            ...options,
            limits: { ...limits, concurrency: width },
          });
          expect(atHand(await scheduler.waitFor(running))).toEqual(atHand(usual));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is never green while one answer is 429, 5xx or missing', async () => {
    const failing = fc.constantFrom<Scripted>(408, 425, 429, 500, 502, 503, 'reset', 'timeout');
    await fc.assert(
      fc.asyncProperty(
        answers,
        fc.constantFrom(...paths),
        fc.constantFrom('agus-token', 'william-token', 'sari-token'),
        failing,
        async (given, path, token, answer) => {
          const all = new Map(given).set(`${path} ${token}`, answer);
          const result = await probe(plan(), testPorts(scriptedHttp(script(all))), options);
          const cell = [...result.cells].find((one) => one.path === path && `${one.subject}-token` === token);
          expect(cell).toMatchObject({ verdict: 'inconclusive', outcome: 'inconclusive' });
          expect(answerOf(result)).not.toBe('yes');
        },
      ),
      { numRuns: 60 },
    );
  });
});
