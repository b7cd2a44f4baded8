import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftSince, type RunScope } from '../../../../src/probe/matrix/drift.js';
import type { MatrixAnswer } from '../../../../src/probe/matrix/matrix.js';
import { matrixText } from '../../../../src/probe/matrix/matrix-text.js';
import { matrixOf, observedIn } from '../../../../src/probe/matrix/observed.js';
import { readMatrix } from '../../../../src/probe/matrix/read-matrix.js';
import { updatedMatrix } from '../../../../src/probe/matrix/updated.js';
import type { Cell, ProbeResult } from '../../../../src/probe/result.js';
import { anyResult } from '../../../support/probe-arbitraries.js';

const WHOLE: RunScope = { someRoutes: false, someRoles: false };

const recorded = (...lines: readonly string[]) =>
  readMatrix(
    ['# authctl-matrix v1', 'roles: admin anonymous editor reader', ...lines].join('\n'),
    'access.matrix',
  );

type Said = MatrixAnswer | 'inconclusive' | 'skipped';

const KINDS = { '401': '401', '403': '403', '404': 'hidden', redirect: 'redirect', soft: 'soft' } as const;

/** A cell that was answered so: `GET /articles reader own allow`. */
function cell(text: string): Cell {
  const [method = '', path = '', role = '', relation = '', said] = text.split(' ') as [
    string,
    string,
    string,
    string,
    Said,
  ];
  const kind = Object.hasOwn(KINDS, said) ? KINDS[said as keyof typeof KINDS] : null;
  const verdict = kind ? 'deny' : said === 'none' ? 'not-applicable' : (said as 'allow');
  return {
    ...{ method, path, url: path, subject: role, role, verdict, kind },
    relation: relation === 'own' || relation === 'other' ? relation : null,
    reason: said === 'inconclusive' ? 'network' : said === 'skipped' ? 'write' : null,
    ...{ status: null, attempts: 1, expected: null, outcome: 'observed', confidence: null, durationMs: 0 },
    ...{ exposes: [], notes: [] },
  };
}

function observed(...texts: readonly string[]) {
  const cells = texts.map(cell);
  const roles = new Set(cells.map(({ role }) => role));
  const subjects = [...roles].map((role) => ({
    name: role,
    role,
    credential: 'bearer' as const,
    canary: 'ok' as const,
  }));
  return observedIn({ cells, subjects });
}

const inWords = (drift: ReturnType<typeof driftSince>) =>
  drift.map(({ kind, route, role, own, was, is }) =>
    [
      kind,
      ...(route ? [`${route.method} ${route.path}`] : []),
      ...(role === null ? [] : [`${role}${own ? '(own)' : ''}`]),
      ...(was.length + is.length === 0 ? [] : [`${was.join('+')} -> ${is.join('+')}`]),
    ].join(' '),
  );

describe('what changed', () => {
  const line = 'GET /articles allow: admin editor(own) | 403: editor | 401: anonymous';
  const same = [
    'GET /articles admin - allow',
    'GET /articles editor own allow',
    'GET /articles editor other 403',
    'GET /articles anonymous - 401',
  ];
  const instead = (one: string, other: string) => same.map((each) => (each === one ? other : each));

  test.for<{ name: string; now: readonly string[]; drift: readonly string[]; scope?: Partial<RunScope> }>([
    { name: 'nothing', now: same, drift: [] },
    {
      name: 'a role gets in',
      now: instead('GET /articles anonymous - 401', 'GET /articles anonymous - allow'),
      drift: ['opened GET /articles anonymous 401 -> allow'],
    },
    {
      name: 'a role gets past the guard',
      now: instead('GET /articles anonymous - 401', 'GET /articles anonymous - reached'),
      drift: ['opened GET /articles anonymous 401 -> reached'],
    },
    {
      name: 'a role does not get in any more',
      now: instead('GET /articles admin - allow', 'GET /articles admin - 404'),
      drift: ['tightened GET /articles admin allow -> 404'],
    },
    {
      name: 'a role is denied otherwise',
      now: instead('GET /articles anonymous - 401', 'GET /articles anonymous - 403'),
      drift: ['kind-changed GET /articles anonymous 401 -> 403'],
    },
    {
      name: 'a role gets at the objects of others',
      now: instead('GET /articles editor other 403', 'GET /articles editor other allow'),
      drift: ['opened GET /articles editor 403 -> allow'],
    },
    {
      name: 'a role does not get at its own',
      now: instead('GET /articles editor own allow', 'GET /articles editor own 403'),
      drift: ['tightened GET /articles editor(own) allow -> 403'],
    },
    {
      name: 'its own are not asked for',
      now: same.filter((each) => !each.includes('own')),
      drift: ['unprobed GET /articles editor(own) allow -> '],
    },
    {
      name: 'a cell stays open',
      now: instead('GET /articles admin - allow', 'GET /articles admin - inconclusive'),
      drift: ['unprobed GET /articles admin allow -> '],
    },
    {
      name: 'nobody of a role is there',
      now: same.filter((each) => !each.includes('admin')),
      drift: ['unprobed GET /articles admin allow -> '],
    },
    {
      name: 'roles were chosen',
      now: same.filter((each) => !each.includes('admin')),
      drift: [],
      scope: { someRoles: true },
    },
    { name: 'a route is new', now: [...same, 'GET /users admin - allow'], drift: ['added-route GET /users'] },
    { name: 'a route is new, and was not asked', now: [...same, 'POST /users admin - skipped'], drift: [] },
    {
      name: 'a route is gone',
      now: ['GET /users admin - allow'],
      drift: ['removed-route GET /articles', 'added-route GET /users'],
    },
    {
      name: 'routes were chosen',
      now: ['GET /users admin - allow'],
      drift: ['added-route GET /users'],
      scope: { someRoutes: true },
    },
    { name: 'a role is new', now: [...same, 'GET /articles auditor - allow'], drift: ['added-role auditor'] },
    {
      name: 'the subjects of a role differ',
      now: [...same, 'GET /articles admin - 403'],
      drift: ['kind-changed GET /articles admin allow -> allow+403'],
    },
  ])('$name', ({ now, drift, scope }) => {
    expect(inWords(driftSince(recorded(line), observed(...now), { ...WHOLE, ...scope }))).toEqual(drift);
  });

  test('the names of parameters do not count', () => {
    const now = observed('GET /articles/{articleId} admin - allow');
    expect(
      driftSince(recorded('GET /articles/{id} allow: admin'), now, { ...WHOLE, someRoles: true }),
    ).toEqual([]);
  });
});

describe('what is recorded', () => {
  const text = (...lines: readonly string[]) => `# authctl-matrix v1\n${lines.join('\n')}\n`;

  test('only what was settled', () => {
    const now = observed('GET /a admin - allow', 'GET /a reader - inconclusive', 'POST /a admin - skipped');
    expect(matrixText(updatedMatrix(undefined, now, WHOLE))).toBe(
      text('roles: admin reader', '', 'GET /a      allow: admin'),
    );
  });

  test('a role is told apart on its own objects where these are answered otherwise', () => {
    const now = observed(
      'GET /a admin own allow',
      'GET /a admin other allow',
      'GET /a reader own allow',
      'GET /a reader other 404',
    );
    expect(matrixText(matrixOf(now))).toBe(
      text('roles: admin reader', '', 'GET /a      allow: admin reader(own) | 404: reader'),
    );
  });

  const before = readMatrix(
    text(
      'roles: admin editor reader',
      'GET /a allow: admin editor | 403: reader',
      'POST /a allow: admin',
      'GET /b allow: *',
    ),
    'access.matrix',
  );

  test.for<{ name: string; scope: Partial<RunScope>; lines: readonly string[] }>([
    {
      name: 'of a whole run: what it left open stays as it was',
      scope: {},
      lines: [
        'roles: admin reader',
        '',
        'GET  /a      allow: reader | 403: admin',
        'POST /a      allow: admin',
      ],
    },
    {
      name: 'of a run on some routes: the others stay',
      scope: { someRoutes: true },
      lines: [
        'roles: admin reader',
        '',
        'GET  /a      allow: reader | 403: admin',
        'GET  /b      allow: *',
        'POST /a      allow: admin',
      ],
    },
    {
      name: 'of a run as some roles: the others stay',
      scope: { someRoles: true },
      lines: [
        'roles: admin editor reader',
        '',
        'GET  /a      allow: editor reader | 403: admin',
        'POST /a      allow: admin',
      ],
    },
  ])('$name', ({ scope, lines }) => {
    const now = observed('GET /a admin - 403', 'GET /a reader - allow', 'POST /a admin - skipped');
    expect(matrixText(updatedMatrix(before, now, { ...WHOLE, ...scope }))).toBe(text(...lines));
  });
});

describe('of any run', () => {
  const shuffled = anyResult.chain((result) =>
    fc.record({
      result: fc.constant(result),
      cells: fc.shuffledSubarray([...result.cells], { minLength: result.cells.length }),
      subjects: fc.shuffledSubarray([...result.subjects], { minLength: result.subjects.length }),
    }),
  );
  const recordOf = (result: Pick<ProbeResult, 'cells' | 'subjects'>) =>
    updatedMatrix(undefined, observedIn(result), WHOLE);

  test('the same access gives the same bytes, in whatever order and time it was found out', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), ({ result, cells, subjects }, durationMs) => {
        const again = { subjects, cells: cells.map((each) => ({ ...each, durationMs, attempts: 3 })) };
        expect(matrixText(recordOf(again))).toBe(matrixText(recordOf(result)));
      }),
    );
  });

  test('nothing has changed since it was recorded', () => {
    fc.assert(
      fc.property(anyResult, (result) => {
        const matrix = readMatrix(matrixText(recordOf(result)), 'access.matrix');
        expect(driftSince(matrix, observedIn(result), WHOLE)).toEqual([]);
        expect(matrixText(updatedMatrix(matrix, observedIn(result), WHOLE))).toBe(matrixText(matrix));
      }),
    );
  });
});
