import { expect, test } from 'vitest';
import { driftSince } from '../../../../src/probe/matrix/drift.js';
import { observedIn } from '../../../../src/probe/matrix/observed.js';
import { readMatrix } from '../../../../src/probe/matrix/read-matrix.js';
import { withDrift } from '../../../../src/probe/matrix/with-drift.js';
import { answerOf } from '../../../../src/probe/probe.js';
import { aCell, aResult, aSubject } from '../../../support/probe-results.js';

const recorded = readMatrix(
  [
    '# authctl-matrix v1',
    'roles: editor reader',
    'GET /articles allow: reader | 403: editor',
    'GET /old allow: *',
  ].join('\n'),
  'access.matrix',
);
const compared = (result: ReturnType<typeof aResult>) =>
  withDrift(result, driftSince(recorded, observedIn(result), { someRoutes: false, someRoles: false }));

test('cells show what changed, unless a policy objects to them already', () => {
  const cells = [
    aCell({ is: 'allow', expected: { verdict: 'allow' } }),
    aCell({ is: 'allow', subject: 'william', role: 'editor', expected: { verdict: 'allow' } }),
    aCell({ is: 'allow', path: '/new' }),
  ];
  const result = compared(
    aResult({ subjects: [aSubject('agus', 'reader'), aSubject('william', 'editor')], cells }),
  );
  expect([...result.cells].map(({ outcome, expected }) => ({ outcome, expected }))).toEqual([
    { outcome: 'as-expected', expected: { verdict: 'allow' } },
    { outcome: 'drift', expected: { verdict: 'deny', kind: '403' } },
    { outcome: 'observed', expected: null },
  ]);
  expect(result.summary).toMatchObject({ cells: 3, asExpected: 1, drift: 1, observed: 1 });
  expect(result.drift.map(({ kind }) => kind)).toEqual(['removed-route', 'opened', 'added-route']);
  expect(answerOf(result)).toBe('no');
});

test('a violation stays one', () => {
  const cells = [
    aCell({
      is: 'allow',
      subject: 'william',
      role: 'editor',
      expected: { verdict: 'deny' },
      outcome: 'violation',
    }),
  ];
  const result = compared(aResult({ subjects: [aSubject('william', 'editor')], cells }));
  expect([...result.cells].map(({ outcome, expected }) => ({ outcome, expected }))).toEqual([
    { outcome: 'violation', expected: { verdict: 'deny' } },
  ]);
});

test('routes and roles that are new or gone are no cells, and change the answer all the same', () => {
  const cells = [aCell({ is: 'allow', path: '/articles', expected: { verdict: 'allow' } })];
  const result = compared(aResult({ subjects: [aSubject('agus', 'reader')], cells }));
  expect(result.summary.drift).toBe(0);
  expect(answerOf(result)).toBe('no');
});
