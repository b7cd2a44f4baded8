import { expect, test } from 'vitest';
import { askedRoute } from '../../../src/probe/asked-route.js';
import type { Route, RoutePolicy } from '../../../src/probe/model.js';
import { routeKey } from '../../../src/probe/route-key.js';

const route = (method: string, path: string, source: string): Route => ({
  method,
  path,
  source,
  parameters: [
    { name: 'id', in: 'path', required: true, example: undefined },
    { name: 'page', in: 'query', required: true, example: '1' },
  ],
  declared: { kind: 'public' },
});

const routes = [
  route('GET', '/articles/{id}', 'a:1'),
  route('GET', '/articles/new', 'a:2'),
  route('GET', '/{collection}/{id}', 'a:3'),
  route('GET', '/files/{name}.{ending}', 'a:4'),
  route('GET', '/search?kind=all', 'a:5'),
  route('DELETE', '/articles/{id}', 'a:6'),
];

const policy: RoutePolicy = {
  allow: 'any',
  params: { id: 'articles' },
  decide: { deny: ['400'] },
  setup: {
    method: 'POST',
    path: '/articles',
    capture: {},
    owns: {},
    at: { file: 'authctl.yaml', line: 1, column: 1 },
  },
};

const table = {
  routes,
  policies: new Map([[routeKey('GET', '/articles/{id}'), policy]]),
  undescribed: new Set([routeKey('DELETE', '/articles/{id}')]),
};

test.for([
  ['GET', '/articles/2', 'a:1'],
  ['GET', '/articles/2?page=3', 'a:1'],
  ['GET', '/articles/new', 'a:2'],
  ['GET', '/users/7', 'a:3'],
  ['GET', '/files/a.b.txt', 'a:3'],
  ['GET', '/search?kind=all', 'a:5'],
  ['DELETE', '/articles/2', 'a:6'],
  ['PUT', '/articles/2', undefined],
  ['GET', '/articles/2/comments', undefined],
  ['GET', '/articles/', undefined],
] as const)('%s %s is one of %s', ([method, path, source]) => {
  expect(askedRoute(table, method, path).known?.source).toBe(source);
});

test('a request takes over what is known of its route, except for objects', () => {
  const { known, ...asked } = askedRoute(table, 'GET', '/articles/2');
  expect(known).toBe(routes[0]);
  expect(asked).toEqual({
    routes: [
      {
        method: 'GET',
        path: '/articles/2',
        source: 'a:1',
        parameters: [{ name: 'page', in: 'query', required: true, example: '1' }],
        declared: { kind: 'public' },
      },
    ],
    policies: new Map([['GET /articles/2', { allow: 'any', params: {}, decide: { deny: ['400'] } }]]),
    undescribed: new Set(),
  });
});

test.for([
  ['that only the configuration has', 'DELETE', '/articles/2', 'a:6', 'public'],
  ['that nobody knows', 'PUT', '/else', 'the command line', 'unknown'],
] as const)('a route %s is not described', ([, method, path, source, declared]) => {
  const { routes: asked, policies, undescribed } = askedRoute(table, method, path);
  expect(asked.map((each) => [each.source, each.declared.kind])).toEqual([[source, declared]]);
  expect(policies).toEqual(new Map());
  expect(undescribed).toEqual(new Set([`${method} ${path}`]));
});
