import { describe, expect, test } from 'vitest';
import { parityOf } from '../../../src/probe/parity.js';
import type { Cell } from '../../../src/probe/result.js';
import { aCell, type CellSketch } from '../../support/probe-results.js';

const subjects = [{ name: 'agus' }, { name: 'agus:session', twinOf: 'agus' }];

const cellsOf = (one: CellSketch, twin: CellSketch): readonly Cell[] => [
  aCell({ path: '/a', subject: 'agus', ...one }),
  aCell({ path: '/a', subject: 'agus:session', ...twin }),
];

const ALIKE = { alike: 1, different: 0, open: 0 };
const DIFFERENT = { alike: 0, different: 1, open: 0 };
const OPEN = { alike: 0, different: 0, open: 1 };
const UNASKED = { alike: 0, different: 0, open: 0 };

describe('two logins of one person', () => {
  test.for<{ one: CellSketch; twin: CellSketch; is: object }>([
    { one: { is: 'allow' }, twin: { is: 'allow' }, is: ALIKE },
    { one: { is: '403' }, twin: { is: '403' }, is: ALIKE },
    { one: { is: 'allow' }, twin: { is: '403' }, is: DIFFERENT },
    { one: { is: '401' }, twin: { is: 'allow' }, is: DIFFERENT },
    { one: { is: 'reached' }, twin: { is: '403' }, is: DIFFERENT },
    { one: { is: 'reached' }, twin: { is: 'allow' }, is: ALIKE },
    { one: { is: '401' }, twin: { is: '403' }, is: DIFFERENT },
    { one: { is: 'redirect' }, twin: { is: '401' }, is: DIFFERENT },
    { one: { is: '?server-error' }, twin: { is: 'allow' }, is: OPEN },
    { one: { is: '403' }, twin: { is: '?server-error' }, is: OPEN },
    { one: { is: '-write' }, twin: { is: '-write' }, is: UNASKED },
  ])('$one and $twin: $is', ({ one, twin, is }) => {
    expect(parityOf(cellsOf(one, twin), subjects)).toEqual(is);
  });
});

test('a member that only one login shows is a difference', () => {
  const [one, twin] = cellsOf({ is: 'allow' }, { is: 'allow' }) as [Cell, Cell];
  expect(parityOf([one, { ...twin, exposes: ['/secret'] }], subjects)).toEqual(DIFFERENT);
});

test('where nobody is asked in two ways, there is nothing to count', () => {
  expect(parityOf(cellsOf({ is: 'allow' }, { is: '403' }), [{ name: 'agus' }])).toBe(undefined);
});

test('of several objects on one route the same ones are compared', () => {
  const cells = [
    aCell({ path: '/a/{id}', subject: 'agus', relation: 'other', is: '403' }),
    aCell({ path: '/a/{id}', subject: 'agus', relation: 'own', is: 'allow' }),
    aCell({ path: '/a/{id}', subject: 'agus:session', relation: 'other', is: '403' }),
    aCell({ path: '/a/{id}', subject: 'agus:session', relation: 'own', is: 'allow' }),
  ];
  expect(parityOf(cells, subjects)).toEqual({ alike: 2, different: 0, open: 0 });
});
