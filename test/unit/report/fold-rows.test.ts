import { expect, test } from 'vitest';
import { foldRows } from '../../../src/report/fold-rows.js';
import type { GridRow } from '../../../src/report/grid-rows.js';

const row = (path: string, parts: Partial<GridRow> = {}): GridRow => ({
  method: 'GET',
  path,
  answers: [{ answer: 'allow', unmet: false }],
  notes: [],
  ...parts,
});

const reports = Array.from({ length: 30 }, (_, index) => row(`/reports/${index}`));
const shape = (rows: readonly GridRow[]) =>
  foldRows(rows).map(({ row: { method, path }, alike, prefix }) => [method, path, alike, prefix]);

test('a grid that fits a screen stays whole', () => {
  expect(foldRows(reports.slice(0, 24))).toHaveLength(24);
});

test('rows alike under one prefix fold into the first of them', () => {
  expect(shape([...reports, row('/health')])).toEqual([
    ['GET', '/reports/0', 29, '/reports/'],
    ['GET', '/health', 0, '/health/'],
  ]);
});

test('what all paths share is no reason to fold', () => {
  const rows = reports.map(({ path }, index) => row(`/api/v1${index % 2 ? '/users' : ''}${path}`));
  expect(shape(rows)).toEqual([
    ['GET', '/api/v1/reports/0', 14, '/api/v1/reports/'],
    ['GET', '/api/v1/users/reports/1', 14, '/api/v1/users/'],
  ]);
});

test('methods fold apart, so that no write hides behind a read', () => {
  const rows = reports.map((one, index) => (index % 2 ? { ...one, method: 'DELETE' } : one));
  expect(shape([...rows, row('/health')])).toEqual([
    ['GET', '/reports/0', 14, '/reports/'],
    ['DELETE', '/reports/1', 14, '/reports/'],
    ['GET', '/health', 0, '/health/'],
  ]);
});

test('three rows alike are not worth folding', () => {
  const rows = [...reports, row('/a'), row('/users/1'), row('/users/2'), row('/users/3')];
  expect(foldRows(rows)).toHaveLength(5);
});

test('other answers are not alike', () => {
  const denied = row('/reports/x', { answers: [{ answer: '403', unmet: false }] });
  expect(shape([...reports, denied, row('/health')]).map(([, path]) => path)).toEqual([
    '/reports/0',
    '/reports/x',
    '/health',
  ]);
});

test('an unmet expectation is never folded away, neither in a cell nor in a note', () => {
  const hole = { answers: [{ answer: 'allow', unmet: true }] } as const;
  const note = { notes: [{ columns: [0], before: 'own: ', after: ' denied', unmet: true }] };
  const rows = reports.map((one, index) => ({ ...one, ...(index < 15 ? hole : note) }));
  expect(foldRows([...rows, row('/health')])).toHaveLength(31);
});
