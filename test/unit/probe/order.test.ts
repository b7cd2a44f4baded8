import { expect, test } from 'vitest';
import { orderCells } from '../../../src/probe/order.js';
import type { PlannedCell } from '../../../src/probe/plan.js';
import { agus, route } from './inputs.js';

const cell = (name: string, verdict: 'allow' | 'deny' | 'any' | null, skip: PlannedCell['skip'] = null) => ({
  route: route(name),
  subject: agus,
  relation: null,
  url: name.split(' ')[1] ?? '',
  headers: {},
  expected: verdict === null ? null : { verdict },
  skip,
});

/** Each lane as the names of its cells. */
const lanes = (...cells: readonly PlannedCell[]): readonly (readonly string[])[] =>
  orderCells(cells).map((lane) =>
    lane.map((index) => {
      const { route: at, expected } = cells[index] as PlannedCell;
      return `${at.method} ${expected?.verdict ?? '-'}`;
    }),
  );

test('one lane an object, whatever the query', () => {
  const urls = ['/a', '/b', '/a?page=2'].map((url) => ({ ...cell('GET /x', 'allow'), url }));
  expect(orderCells(urls)).toEqual([[0, 2], [1]]);
});

test('reads: one control, then the denials, then the rest', () => {
  expect(
    lanes(cell('GET /a', 'deny'), cell('GET /a', 'allow'), cell('GET /a', 'allow'), cell('GET /a', 'deny')),
  ).toEqual([['GET allow', 'GET deny', 'GET deny', 'GET allow']]);
});

test('each method has its own control', () => {
  expect(
    lanes(cell('HEAD /a', 'deny'), cell('GET /a', 'allow'), cell('HEAD /a', 'allow'), cell('GET /a', null)),
  ).toEqual([['GET allow', 'HEAD allow', 'HEAD deny', 'GET -']]);
});

test('writes: the denials first, DELETE last', () => {
  expect(
    lanes(
      cell('DELETE /a', 'allow'),
      cell('DELETE /a', 'deny'),
      cell('PUT /a', 'allow'),
      cell('PUT /a', 'deny'),
      cell('GET /a', 'allow'),
    ),
  ).toEqual([['GET allow', 'PUT deny', 'PUT allow', 'DELETE deny', 'DELETE allow']]);
});

test('what is skipped is in no lane', () => {
  expect(orderCells([cell('PUT /a', 'allow', 'write'), cell('GET /a', 'allow')])).toEqual([[1]]);
});
