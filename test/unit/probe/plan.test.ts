import { describe, expect, test } from 'vitest';
import type { AuthctlError } from '../../../src/errors.js';
import type { Plan } from '../../../src/probe/plan.js';
import { agus, anonymous, guarded, planOf, route, sari, william } from './inputs.js';

const everybody = [anonymous, agus, william, sari];

const inShort = ({ cells }: Plan): readonly string[] =>
  [...cells].map(({ route: { method }, url, subject, relation, expected, skip }) =>
    [method, url, subject.name, relation, skip ?? expected?.verdict ?? 'observe']
      .filter((word) => word !== null)
      .join(' '),
  );

describe('one cell for every subject on every route', () => {
  test('in the order of routes, then subjects', () => {
    const plan = planOf([route('GET /me', guarded('reader')), route('GET /health')], [anonymous, agus]);
    expect(inShort(plan)).toEqual([
      'GET /me anonymous deny',
      'GET /me agus allow',
      'GET /health anonymous observe',
      'GET /health agus observe',
    ]);
  });

  test.for([
    ['GET', null],
    ['HEAD', null],
    ['POST', 'write'],
    ['PUT', 'write'],
    ['PATCH', 'write'],
    ['QUERY', null],
    ['DELETE', 'delete'],
    ['OPTIONS', 'filtered'],
    ['TRACE', 'filtered'],
  ] as const)('%s: skipped as %s', ([method, skip]) => {
    expect([...planOf([route(`${method} /x`)], [agus]).cells].map((cell) => cell.skip)).toEqual([skip]);
  });
});

describe('objects', () => {
  const grants = (...allow: { role: string; when?: 'own' }[]) => ({
    'GET /articles/{id}': { allow, params: { id: 'articles' } },
  });

  test('a literal value', () => {
    const plan = planOf([route('GET /articles/{id}')], [agus], {
      'GET /articles/{id}': { params: { id: '7' } },
    });
    expect(inShort(plan)).toEqual(['GET /articles/7 agus deny']);
  });

  test('everybody is asked about the same object, so that answers can be compared', () => {
    const plan = planOf([route('GET /articles/{id}')], everybody, grants({ role: 'reader' }));
    expect(inShort(plan)).toEqual([
      'GET /articles/2 anonymous other deny',
      'GET /articles/2 agus own allow',
      'GET /articles/2 william other deny',
      'GET /articles/2 sari other deny',
    ]);
  });

  test("a role that may only on its own objects is asked about one of its own and somebody else's", () => {
    const plan = planOf(
      [route('GET /articles/{id}')],
      everybody,
      grants({ role: 'editor', when: 'own' }, { role: 'admin' }),
    );
    expect(inShort(plan)).toEqual([
      'GET /articles/2 anonymous other deny',
      'GET /articles/2 agus own deny',
      'GET /articles/2 william other deny',
      'GET /articles/1 william own allow',
      'GET /articles/2 sari other allow',
    ]);
  });

  test('a role that may only on its own objects and owns none', () => {
    const owner = { ...william, owns: {} };
    const plan = planOf(
      [route('GET /articles/{id}')],
      [agus, owner],
      grants({ role: 'editor', when: 'own' }),
    );
    expect(inShort(plan)).toEqual(['GET /articles/2 agus own deny', 'GET /articles/2 william other deny']);
  });

  test('the only owner there is', () => {
    const plan = planOf([route('GET /articles/{id}')], [william], grants({ role: 'editor', when: 'own' }));
    expect(inShort(plan)).toEqual(['GET /articles/1 william own allow']);
  });

  test('ownership that the description declares, of an object whose owner nobody knows', () => {
    const declared = { kind: 'secured', roles: [{ role: 'editor', when: 'own' }] } as const;
    const plan = planOf([route('GET /articles/{id}', declared, { id: '1' })], [agus, william]);
    expect(inShort(plan)).toEqual(['GET /articles/1 agus deny', 'GET /articles/1 william any']);
  });
});

describe('parameters', () => {
  test("the description's example", () => {
    expect(inShort(planOf([route('GET /a/{id}', undefined, { id: '7' })], [agus]))).toEqual([
      'GET /a/7 agus observe',
    ]);
  });

  test.for([
    { value: 'a b', sent: '/a/a%20b' },
    { value: 'a/b', sent: '/a/a%2Fb' },
    { value: 'a%2fb', sent: '/a/a%2fb' },
    { value: '100%', sent: '/a/100%25' },
    { value: '[1]', sent: '/a/[1]' },
    { value: '..', sent: '/a/%2E%2E' },
    { value: 'a?b#c', sent: '/a/a%3Fb%23c' },
    { value: 'ü', sent: '/a/%C3%BC' },
    { value: '😀', sent: '/a/%F0%9F%98%80' },
  ])('$value is sent as $sent', ({ value, sent }) => {
    const plan = planOf([route('GET /a/{id}', undefined, { id: value })], [agus]);
    expect(plan.cells.at(0)?.url).toBe(sent);
  });

  test('those of query and header that are required are sent, the others are not', () => {
    const parameters = [
      { name: 'q', in: 'query', required: true, example: 'a b' },
      { name: 'page', in: 'query', required: false, example: '2' },
      { name: 'X-Tenant', in: 'header', required: true, example: 't1' },
    ] as const;
    const plan = planOf([{ ...route('GET /search'), parameters }], [agus]);
    expect([...plan.cells].map(({ url, headers }) => ({ url, headers }))).toEqual([
      { url: '/search?q=a%20b', headers: { 'x-tenant': 't1' } },
    ]);
  });

  test('a query parameter may be empty, a path parameter may not', () => {
    const parameters = [{ name: 'q', in: 'query', required: true, example: undefined }] as const;
    const policy = { 'GET /search': { request: { query: { q: '' }, headers: { 'X-Trace': '' } } } };
    const plan = planOf([{ ...route('GET /search'), parameters }], [agus], policy);
    expect([...plan.cells].map(({ url, headers }) => ({ url, headers }))).toEqual([
      { url: '/search?q=', headers: { 'x-trace': '' } },
    ]);
    expect(() => planOf([route('GET /a/{id}', undefined, { id: '' })], [agus])).toThrow('{id}');
  });

  test.for([
    { body: { csrf: '{{csrf}}' }, skip: null, of: 'what its sender has from its login' },
    { body: { csrf: '{{cookie:xsrf}}' }, skip: null, of: 'a cookie of its sender' },
    { body: { id: '{{ mine }}' }, skip: 'write', of: 'what a step of setup: captures' },
    { body: { id: '{{articles of agus}}' }, skip: 'write', of: 'what a step of setup: makes somebody own' },
  ])('without leave to write, a read that names $of: $skip', ({ body, skip }) => {
    const policy = { 'POST /search': { effect: 'read' as const, request: { body } } };
    const plan = planOf([route('POST /search')], [agus], policy, { awaited: new Set(['mine']) });
    expect([...plan.cells].map((cell) => cell.skip)).toEqual([skip]);
  });

  const refusal = (...names: string[]): AuthctlError | undefined => {
    try {
      planOf(
        names.map((name) => route(name)),
        [agus],
      );
      return undefined;
    } catch (error) {
      return error as AuthctlError;
    }
  };

  test('one without a value is refused before anything is sent, and never guessed', () => {
    expect(refusal('GET /a/{id}/b/{other}')).toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'nothing says what to put into GET /a/{id}/b/{other} (openapi.json:1): {id}, {other}',
      hint: expect.stringContaining('params:'),
    });
  });

  test('all of them are named at once, five in full', () => {
    const names = [1, 2, 3, 4, 5, 6, 7].map((at) => `GET /${at}/{id}`);
    expect(refusal(...names)?.message).toMatch(/GET \/5\/\{id\} \(openapi\.json:1\): \{id\}; and 2 more$/);
  });

  test('a route that is not sent needs no value', () => {
    expect(inShort(planOf([route('DELETE /a/{id}')], [agus]))).toEqual(['DELETE /a/{id} agus delete']);
  });
});
