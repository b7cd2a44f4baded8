import { expect, test } from 'vitest';
import { orderCells } from '../../../src/probe/order.js';
import type { PlannedCell } from '../../../src/probe/plan.js';
import { plannedCell } from './inputs.js';

const cell = (
  name: string,
  verdict: 'allow' | 'deny' | 'any' | null,
  skip: PlannedCell['skip'] = null,
): PlannedCell => plannedCell(name, { expected: verdict === null ? null : { verdict }, skip });

const phases = (cells: readonly PlannedCell[]) => orderCells(cells).map((phase) => [...phase]);

/** Each lane as the names of its cells; a phase after the other. */
const lanes = (...cells: readonly PlannedCell[]): readonly (readonly string[])[] =>
  phases(cells)
    .flat()
    .map((lane) =>
      lane.map((index) => {
        const { route: at, url, expected } = cells[index] as PlannedCell;
        return `${at.method} ${url} ${expected?.verdict ?? '-'}`;
      }),
    );

test('reads: one lane an object, whatever the query', () => {
  const urls = ['/a', '/b', '/a?page=2'].map((url) => ({ ...cell('GET /x', 'allow'), url }));
  expect(phases(urls)).toEqual([[[0, 2], [1]], [], []]);
});

test('reads: one control, then the denials, then the rest', () => {
  expect(
    lanes(cell('GET /a', 'deny'), cell('GET /a', 'allow'), cell('GET /a', 'allow'), cell('GET /a', 'deny')),
  ).toEqual([['GET /a allow', 'GET /a deny', 'GET /a deny', 'GET /a allow']]);
});

test('each method has its own control', () => {
  expect(
    lanes(cell('HEAD /a', 'deny'), cell('GET /a', 'allow'), cell('HEAD /a', 'allow'), cell('GET /a', null)),
  ).toEqual([['GET /a allow', 'HEAD /a allow', 'HEAD /a deny', 'GET /a -']]);
});

test('all reads before all writes before all DELETEs; denials first', () => {
  expect(
    lanes(
      cell('DELETE /a', 'allow'),
      cell('DELETE /a', 'deny'),
      cell('PUT /a', 'allow'),
      cell('PUT /a', 'deny'),
      cell('GET /a', 'allow'),
    ),
  ).toEqual([['GET /a allow'], ['PUT /a deny', 'PUT /a allow'], ['DELETE /a deny', 'DELETE /a allow']]);
});

test('one writer at a time in a collection, the deeper DELETE first', () => {
  expect(
    lanes(
      cell('DELETE /a/{id}', 'allow'),
      cell('DELETE /a/{id}/b/{part}', 'allow'),
      cell('DELETE /a/{id}', 'deny'),
      cell('DELETE /c', 'allow'),
      cell('PUT /a/{id}', 'allow'),
      cell('POST /a', 'deny'),
    ),
  ).toEqual([
    ['POST /a deny', 'PUT /a/{id} allow'],
    ['DELETE /a/{id} deny', 'DELETE /a/{id}/b/{part} allow', 'DELETE /a/{id} allow'],
    ['DELETE /c allow'],
  ]);
});

test('what is skipped is in no lane', () => {
  expect(phases([cell('PUT /a', 'allow', 'write'), cell('GET /a', 'allow')])).toEqual([[[1]], [], []]);
});
