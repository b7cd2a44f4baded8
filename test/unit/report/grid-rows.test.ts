import { describe, expect, test } from 'vitest';
import { columnsOf, expectationInWords, gridOf } from '../../../src/report/grid-rows.js';
import { aCell, aResult, aSubject, type CellSketch } from '../../support/probe-results.js';

const path = '/articles/{id}';
const deny = { verdict: 'deny' } as const;

/** The one row of a result with one route. */
function rowOf(cells: readonly CellSketch[], policy: 'policy' | 'declared' = 'policy') {
  const subjects = [aSubject('agus', 'reader'), aSubject('william', 'editor')];
  const [row] = gridOf(
    aResult({ subjects, policy, cells: cells.map((cell) => aCell({ path, ...cell })) }),
  ).rows;
  return row;
}

const editor = { subject: 'william', role: 'editor' } as const;
const sign = (answer: string, unmet = false) => ({ answer, unmet });

describe('the heading of a column', () => {
  test.for([
    { who: [['agus', 'reader']], headings: ['reader'] },
    {
      who: [
        ['agus', 'reader'],
        ['sari', 'reader'],
        ['william', 'editor'],
      ],
      headings: ['reader (agus)', 'reader (sari)', 'editor'],
    },
    { who: [['agus', '']], headings: ['agus'] },
    { who: [['anonymous', 'anonymous']], headings: ['anonymous'] },
    { who: [['agus', 'rea\u001b[31mder']], headings: ['rea\\u001b[31mder'] },
  ])('$who is $headings', ({ who, headings }) => {
    const subjects = who.map(([name = '', role = '']) => aSubject(name, role));
    expect(columnsOf(subjects).map(({ heading }) => heading)).toEqual(headings);
  });
});

test("another's object is what a column shows; the own one is noted where it differs", () => {
  expect(
    rowOf([
      { relation: 'own', is: '403' },
      { relation: 'other', is: '403' },
      { ...editor, relation: 'own', is: 'allow' },
      { ...editor, relation: 'other', is: '403' },
    ]),
  ).toEqual({
    method: 'GET',
    path,
    answers: [sign('403'), sign('403')],
    notes: [{ columns: [1], before: 'own: ', after: sign('allow'), unmet: false }],
  });
});

test('an answer known for the own object only says so', () => {
  expect(
    rowOf([
      { relation: 'own', is: 'allow' },
      { ...editor, relation: 'own', is: 'allow' },
    ])?.notes,
  ).toEqual([{ columns: [0, 1], before: 'only own: ', after: '', unmet: false }]);
});

test.for([
  {
    cell: { is: 'allow', expected: deny, outcome: 'violation' },
    policy: 'policy',
    note: ' allowed, policy says deny',
  },
  {
    cell: { is: '401', expected: { verdict: 'allow' }, outcome: 'violation' },
    policy: 'declared',
    note: ' denied with 401, description says allow',
  },
  {
    cell: { is: 'hidden', expected: { verdict: 'deny', kind: '403' }, outcome: 'violation' },
    policy: 'policy',
    note: ' denied with 404, policy says deny with 403',
  },
  {
    cell: { is: 'allow', expected: deny, outcome: 'drift' },
    policy: 'policy',
    note: ' allowed, recorded as deny',
  },
  {
    cell: { is: 'reached', expected: deny, outcome: 'violation' },
    policy: 'policy',
    note: ' let past the guard, policy says deny',
  },
] as const)('an unmet expectation is put into words: $note', ({ cell, policy, note }) => {
  expect(rowOf([cell], policy)).toMatchObject({
    answers: [{ unmet: true }, undefined],
    notes: [{ columns: [0], before: '', after: note, unmet: true }],
  });
});

test('several subjects with one defect share a note', () => {
  const hole = { is: 'allow', expected: deny, outcome: 'violation' } as const;
  expect(rowOf([hole, { ...hole, ...editor }])?.notes).toEqual([
    { columns: [0, 1], before: '', after: ' allowed, policy says deny', unmet: true },
  ]);
});

test('an unmet cell is shown before a met one of the same kind', () => {
  const row = rowOf([
    { is: '403', url: '/articles/1' },
    { is: 'allow', url: '/articles/2', expected: deny, outcome: 'violation' },
  ]);
  expect(row?.answers[0]).toEqual(sign('allow', true));
});

test('a route and a subject that never met leave a hole', () => {
  expect(rowOf([{ is: 'allow' }])?.answers).toEqual([sign('allow'), undefined]);
});

test.for([
  [null, 'anything'],
  [{ verdict: 'any' }, 'anything'],
  [{ verdict: 'allow' }, 'allow'],
  [{ verdict: 'deny' }, 'deny'],
  [{ verdict: 'deny', kind: '401' }, 'deny with 401'],
  [{ verdict: 'deny', kind: 'hidden' }, 'deny with 404'],
  [{ verdict: 'deny', kind: 'redirect' }, 'deny by redirect'],
  [{ verdict: 'deny', kind: 'soft' }, 'deny in the body'],
] as const)('%j reads %s', ([expected, words]) => {
  expect(expectationInWords(expected)).toBe(words);
});
