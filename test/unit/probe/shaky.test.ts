/** An API that drops, delays, resets, throttles and restarts as seeds say: nothing is said without the evidence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckKind } from '../../../src/probe/checks/checks.js';
import type { Subject } from '../../../src/probe/model.js';
import { answerOf, probe } from '../../../src/probe/probe.js';
import type { Cell, ProbeResult } from '../../../src/probe/result.js';
import { type Fault, ShakyApi, type Weak } from '../../support/shaky-api.js';
import { anonymous, guarded, limits, planOf, route, testPorts } from './inputs.js';

const routes = [
  route('GET /me', guarded('reader', 'editor', 'admin')),
  route('GET /users', guarded('admin')),
  route('GET /articles/{id}'),
  route('PUT /articles/{id}'),
  route('DELETE /articles/{id}'),
];
const own = [
  { role: 'reader', when: 'own' as const },
  { role: 'editor', when: 'own' as const },
  { role: 'admin' },
];
const policies = {
  'GET /articles/{id}': { allow: own, params: { id: 'articles' } },
  'PUT /articles/{id}': { allow: own, params: { id: 'articles' }, request: { body: { title: 'New' } } },
};
const withDelete = {
  ...policies,
  'DELETE /articles/{id}': { allow: [{ role: 'admin' }], params: { id: 'articles' } },
};

interface Run {
  readonly seed: number;
  readonly rate: number;
  readonly weak?: Weak;
  readonly deletes?: boolean;
  readonly checks?: readonly CheckKind[];
  readonly faults?: readonly Fault[];
}

async function shaken({ seed, rate, weak = {}, deletes, checks, faults }: Run): Promise<ProbeResult> {
  const api = new ShakyApi(seed, { rate, weak, ...(faults ? { faults } : {}) });
  const subject = (name: string, role: string, owns: Subject['owns'] = {}): Subject => ({
    ...{ name, role, owns },
    credential: api.logIn(name),
  });
  const subjects = [
    anonymous,
    subject('agus', 'reader', { articles: '2' }),
    subject('william', 'editor', { articles: '1' }),
    subject('sari', 'admin'),
  ];
  const plan = planOf(deletes ? routes : routes.slice(0, 4), subjects, deletes ? withDelete : policies, {
    permission: { writes: true, deletes: deletes ?? false },
  });
  const ports = testPorts(api, { relogin: async ({ name }) => api.logIn(name), logins: api.logins });
  return probe(plan, ports, {
    limits: { ...limits, concurrency: 3 },
    issuers: [],
    checks: checks && { kinds: checks, scope: 'route', materialsFor: async () => ({}) },
  });
}

/** What each cell comes to where nothing goes wrong. */
const truth = ({ expected }: Cell): string => (expected?.verdict === 'allow' ? 'allow' : 'deny');

const seeds = fc.record({ seed: fc.nat(), rate: fc.constantFrom(0.03, 0.1, 0.3, 0.6) });
const inShort = ({ subject, method, url, verdict, kind, status, notes }: Cell): string =>
  `${subject} ${method} ${url}: ${verdict} ${kind ?? ''} (${status}) ${notes.join('; ')}`;

test('without faults everything is as expected', async () => {
  const result = await shaken({ seed: 1, rate: 0, deletes: true });
  expect([...result.cells].filter(({ outcome }) => outcome !== 'as-expected').map(inShort)).toEqual([]);
  expect(answerOf(result)).toBe('yes');
});

describe('cells', () => {
  test.for([{ deletes: false }, { deletes: true }])(
    'what is settled is the truth, and an end in green leaves nothing open (deletes: $deletes)',
    async ({ deletes }) => {
      let settled = 0;
      await fc.assert(
        fc.asyncProperty(seeds, async (given) => {
          const result = await shaken({ ...given, deletes });
          const cells = [...result.cells];
          const false_ = cells.filter((cell) => !['inconclusive', truth(cell)].includes(cell.verdict));
          expect(false_.map(inShort)).toEqual([]);
          expect(result.findings.map(({ id }) => id)).toEqual([]);
          if (answerOf(result) === 'yes') {
            expect(cells.every(({ outcome }) => outcome === 'as-expected')).toBe(true);
          }
          settled += cells.filter(({ verdict }) => verdict !== 'inconclusive').length;
        }),
        { numRuns: 150 },
      );
      expect(settled).toBeGreaterThan(500);
    },
  );

  test('a hole is never green: it is found, or the run says that it does not know', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async (given) => {
        const result = await shaken({ ...given, weak: { users: true } });
        expect(answerOf(result)).not.toBe('yes');
        const ids = result.findings.map(({ id }) => id);
        expect(ids.filter((id) => id !== 'privilege-escalation GET /users')).toEqual([]);
        found += ids.length;
      }),
      { numRuns: 100 },
    );
    expect(found).toBeGreaterThan(30);
  });
});

describe('checks', () => {
  const all: readonly CheckKind[] = ['tokens', 'requests', 'logins', 'writes'];
  const checksOf = ({ checks }: ProbeResult): readonly string[] =>
    checks.map(({ check, verdict }) => `${check} ${verdict}`);

  test('without faults a sound API refuses all of them', async () => {
    const result = await shaken({ seed: 1, rate: 0, checks: all });
    const verdicts = new Set(result.checks.map(({ verdict }) => verdict));
    expect(verdicts).toEqual(new Set(['refused']));
    expect(new Set(result.checks.map(({ check }) => check)).size).toBeGreaterThan(6);
  });

  test('a sound API has no finding', async () => {
    let settled = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async (given) => {
        const result = await shaken({ ...given, checks: all });
        expect(checksOf(result).filter((line) => line.endsWith(' accepted'))).toEqual([]);
        settled += result.checks.filter(({ verdict }) => verdict === 'refused').length;
      }),
      { numRuns: 100 },
    );
    expect(settled).toBeGreaterThan(100);
  });

  test.for<{ kind: CheckKind; weak: Weak; check: string; faults?: readonly Fault[] }>([
    { kind: 'tokens', weak: { tokens: true }, check: 'garbage' },
    // A restart forgets what a logout should have.
    {
      kind: 'logins',
      weak: { logout: true },
      check: 'logout.bearer',
      faults: ['drop', 'reset', 'timeout', 'throttle', 'unavailable', 'broken', 'gateway'],
    },
  ])('what $weak lets through is never called refused', async ({ kind, weak, check, faults }) => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async (given) => {
        const result = await shaken({ ...given, weak, checks: [kind], ...(faults ? { faults } : {}) });
        const lines = checksOf(result).filter((line) => line.startsWith(`${check} `));
        expect(lines.filter((line) => line === `${check} refused`)).toEqual([]);
        found += lines.filter((line) => line === `${check} accepted`).length;
      }),
      { numRuns: 100 },
    );
    expect(found).toBeGreaterThan(20);
  });
});
