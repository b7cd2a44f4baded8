import { expect, test } from 'vitest';
import type { RoutePolicy } from '../../../src/probe/model.js';
import { leastPrivilegedFirst } from '../../../src/probe/privilege-order.js';
import { routeTable } from '../../../src/probe/route-table.js';
import { agus, anonymous, guarded, route, sari, william } from './inputs.js';

const policy = { allow: [{ role: 'admin' }], params: { article: 'articles', language: 'en' } };

test('a route that both know is one route, its parameters under the names of the description', () => {
  const described = [route('GET /articles/{id}/{lang}', guarded())];
  const configured = {
    routes: [route('GET /articles/{article}/{language}'), route('GET /extra')],
    policies: new Map<string, RoutePolicy>([
      ['GET /articles/{article}/{language}', policy],
      ['GET /extra', { allow: 'any', params: {} }],
    ]),
  };
  const table = routeTable(described, configured);
  expect(table.routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /articles/{id}/{lang}',
    'GET /extra',
  ]);
  expect([...table.policies]).toEqual([
    ['GET /articles/{}/{}', { allow: [{ role: 'admin' }], params: { id: 'articles', lang: 'en' } }],
    ['GET /extra', { allow: 'any', params: {} }],
  ]);
  expect([...table.undescribed]).toEqual(['GET /extra']);
});

const names = (roles: readonly string[]) =>
  leastPrivilegedFirst([sari, agus, anonymous, william], roles, {
    routes: [
      route('GET /a', guarded('reader', 'editor', 'admin')),
      route('GET /b', guarded('editor', 'admin')),
      route('GET /c', guarded('admin')),
    ],
    policies: new Map(),
    undescribed: new Set(),
  }).map(({ name }) => name);

test('subjects go by the order of roles that was given', () => {
  expect(names(['admin', 'reader', 'anonymous'])).toEqual(['sari', 'agus', 'anonymous', 'william']);
});

test('else by how much their role is granted', () => {
  expect(names([])).toEqual(['anonymous', 'agus', 'william', 'sari']);
});
