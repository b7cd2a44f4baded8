import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Route } from '../../../src/server/route.js';
import { pathOf, Router } from '../../../src/server/router.js';

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  access: 'public',
  handle: () => ({ status: 200 }),
});
const router = new Router([
  route('GET', '/articles'),
  route('POST', '/articles'),
  route('GET', '/articles/{id}'),
  route('DELETE', '/articles/{id}'),
  route('POST', '/login'),
]);

/** What a match comes to, in one word a test table can hold. */
function outcome(method: string, path: string): string {
  const match = router.match(method, path);
  if (match.kind === 'route')
    return [match.route.method, match.route.path, ...Object.values(match.params)].join(' ');
  return match.kind === 'method' ? `405 ${match.allow.join(',')}` : '404';
}

test.for([
  ['GET', '/articles', 'GET /articles'],
  ['HEAD', '/articles', 'GET /articles'],
  ['POST', '/articles', 'POST /articles'],
  ['GET', '/articles/1', 'GET /articles/{id} 1'],
  ['DELETE', '/articles/1', 'DELETE /articles/{id} 1'],
  ['GET', '/articles/%31', 'GET /articles/{id} 1'], // RFC 3986 6.2.2.2: the same URI
  ['GET', '/articles/..', 'GET /articles/{id} ..'], // an id like any other; the store knows none of that name
  ['GET', '/articles/1%2F2', 'GET /articles/{id} 1/2'],
  ['PUT', '/articles', '405 GET,HEAD,POST,OPTIONS'],
  ['HEAD', '/login', '405 POST,OPTIONS'],
  ['get', '/articles', '405 GET,HEAD,POST,OPTIONS'], // RFC 9110 9.1: methods are case-sensitive
  ['OPTIONS', '/articles/1', '405 GET,HEAD,DELETE,OPTIONS'],
  ['GET', '/articles/', '404'],
  ['GET', '/articles/1/', '404'],
  ['GET', '//articles', '404'],
  ['GET', '/articles//1', '404'],
  ['GET', '/Articles', '404'],
  ['GET', '/./articles', '404'],
  ['GET', '/x/../articles', '404'],
  ['GET', '/%61rticles', '404'],
  ['GET', '/articles;x=1', '404'],
  ['GET', '/articles/%', '404'],
  ['GET', '/articles/%ff', '404'],
  ['GET', '/{id}', '404'],
  ['GET', '', '404'],
  ['OPTIONS', '*', '404'],
] as const)('%s %s: %s', ([method, path, expected]) => {
  expect(outcome(method, path)).toBe(expected);
});

test.for([
  ['/articles', '/articles'],
  ['/articles?access_token=x', '/articles'],
  ['/articles?', '/articles'],
  ['http://127.0.0.1:4455/articles?page=2', '/articles'],
  ['HTTP://127.0.0.1/articles', '/articles'],
  ['http://127.0.0.1', ''],
  ['//127.0.0.1/articles', '//127.0.0.1/articles'],
  ['*', '*'],
] as const)('the path of %s is %s', ([target, path]) => {
  expect(pathOf(target)).toBe(path);
});

test('no path makes the router throw, and only spelled-out static paths reach a route', () => {
  fc.assert(
    fc.property(fc.webPath(), (path) => {
      const match = router.match('GET', path);
      if (match.kind === 'route') expect(path).toMatch(/^\/articles(\/[^/]+)?$/);
    }),
  );
});
