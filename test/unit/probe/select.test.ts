import { describe, expect, test } from 'vitest';
import { selectRoutes, selectSubjects } from '../../../src/probe/select.js';
import { agus, anonymous, route, sari } from './inputs.js';

const routes = ['GET /articles', 'GET /articles/{id}', 'DELETE /articles/{id}', 'GET /a.b'].map((name) =>
  route(name),
);

const kept = (only: readonly string[], exclude: readonly string[] = []) =>
  selectRoutes(routes, { only, exclude }).map(({ method, path }) => `${method} ${path}`);

describe('routes', () => {
  test.for([
    { only: [], is: ['GET /articles', 'GET /articles/{id}', 'DELETE /articles/{id}', 'GET /a.b'] },
    { only: ['GET /articles'], is: ['GET /articles'] },
    { only: ['GET /articles*'], is: ['GET /articles', 'GET /articles/{id}'] },
    { only: ['get /articles/{id}'], is: ['GET /articles/{id}'] },
    { only: ['/articles/{id}'], is: ['GET /articles/{id}', 'DELETE /articles/{id}'] },
    { only: ['DELETE *'], is: ['DELETE /articles/{id}'] },
    { only: ['* /articles'], is: ['GET /articles'] },
    { only: ['GET /a.b', 'GET /articles'], is: ['GET /articles', 'GET /a.b'] },
    { only: [], exclude: ['* /articles*'], is: ['GET /a.b'] },
  ])('only $only, without $exclude', ({ only, exclude, is }) => {
    expect(kept(only, exclude)).toEqual(is);
  });

  test.for([['GET /axb'], ['GET /article'], ['POST /articles'], ['GET /articles/1'], ['GET']])(
    '%s is no route',
    ([pattern = '']) => {
      expect(() => kept([pattern])).toThrow(
        expect.objectContaining({
          code: 'USAGE',
          message: `no route matches '${pattern}'`,
          hint: 'routes: GET /articles, GET /articles/{id}, DELETE /articles/{id}, GET /a.b',
        }),
      );
    },
  );

  test('an exclusion that matches nothing is a mistake too', () => {
    expect(() => kept([], ['GET /nothing'])).toThrow("no route matches 'GET /nothing'");
  });

  test('nothing left is a mistake', () => {
    expect(() => kept(['GET /a.b'], ['GET /a.b'])).toThrow('no route is left to probe');
  });

  test('of many routes the nearest are listed', () => {
    const many = Array.from({ length: 40 }, (_, at) => route(`GET /things/${at}`));
    expect(() => selectRoutes([...many, route('GET /users')], { only: ['GET /user'], exclude: [] })).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^routes: GET \/users, .*, and 29 more$/) }),
    );
  });
});

describe('tags and methods', () => {
  const tagged = [
    { ...route('GET /articles'), tags: ['articles', 'public'] },
    { ...route('POST /articles'), tags: ['articles'] },
    { ...route('GET /users'), tags: ['users'] },
  ];
  const chosen = (wish: { tag?: string[]; method?: string[]; only?: string[] }) =>
    selectRoutes(tagged, { only: [], exclude: [], ...wish }).map(({ method, path }) => `${method} ${path}`);

  test.for([
    { wish: { tag: ['articles'] }, is: ['GET /articles', 'POST /articles'] },
    { wish: { tag: ['public', 'users'] }, is: ['GET /articles', 'GET /users'] },
    { wish: { method: ['get'] }, is: ['GET /articles', 'GET /users'] },
    { wish: { tag: ['articles'], method: ['POST'] }, is: ['POST /articles'] },
    { wish: { tag: ['articles'], only: ['GET *'] }, is: ['GET /articles'] },
  ])('$wish', ({ wish, is }) => {
    expect(chosen(wish)).toEqual(is);
  });

  test('two filters that leave nothing together are a mistake', () => {
    expect(() => chosen({ tag: ['users'], method: ['POST'] })).toThrow('no route is left to probe');
  });

  test('of many tags the nearest are listed first', () => {
    const many = Array.from({ length: 20 }, (_, at) => ({ ...route(`GET /${at}`), tags: [`group-${at}`] }));
    const routesOf = [...many, { ...route('GET /users'), tags: ['users'] }];
    expect(() => selectRoutes(routesOf, { only: [], exclude: [], tag: ['user'] })).toThrow(
      expect.objectContaining({
        message: "no route has the tag 'user'",
        hint: expect.stringMatching(/^did you mean 'users'\? tags: users, /),
      }),
    );
  });
});

describe('subjects', () => {
  const subjects = [anonymous, agus, sari];
  const twins = [agus, { ...agus, name: 'agus:session', twinOf: 'agus' }, sari];
  const names = (wish: { roles?: string[]; names?: string[] }, twin = false) =>
    selectSubjects(twin ? twins : subjects, { roles: [], names: [], ...wish }).map(({ name }) => name);

  test.for([
    { wish: {}, is: ['anonymous', 'agus', 'sari'] },
    { wish: { roles: ['reader'] }, is: ['agus'] },
    { wish: { names: ['sari'] }, is: ['sari'] },
    { wish: { roles: ['reader'], names: ['anonymous'] }, is: ['anonymous', 'agus'] },
    { wish: { names: ['agus'] }, twin: true, is: ['agus', 'agus:session'] },
    { wish: { names: ['agus:session'] }, twin: true, is: ['agus:session'] },
  ])('$wish', ({ wish, twin, is }) => {
    expect(names(wish, twin)).toEqual(is);
  });

  test('an unknown role', () => {
    expect(() => names({ roles: ['owner'] })).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'roles: anonymous, reader, admin' }),
    );
  });

  test('an unknown subject', () => {
    expect(() => names({ names: ['nobody'] })).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'subjects: anonymous, agus, sari' }),
    );
  });
});
