import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basePathOf, type DescribedLogin, loginsIn } from '../../../src/login/description.js';
import type { JsonObject, JsonValue } from '../../../src/token/json.js';

const credentials = (username = 'username') => ({
  type: 'object',
  properties: { [username]: { type: 'string' }, password: { type: 'string' } },
});
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const takes = (...types: readonly string[]) => ({
  requestBody: { content: Object.fromEntries(types.map((type) => [type, { schema: credentials() }])) },
});
const answersToken = {
  responses: {
    200: { content: { [JSON_TYPE]: { schema: { properties: { access_token: { type: 'string' } } } } } },
  },
};
const setsCookie = { responses: { 204: { headers: { 'Set-Cookie': { schema: { type: 'string' } } } } } };
const documentOf = (paths: object, rest: object = {}) => ({ openapi: '3.1.0', paths, ...rest }) as JsonObject;

const login = (changes: Partial<DescribedLogin> = {}): DescribedLogin => ({
  flow: 'json',
  encoding: 'json',
  method: 'POST',
  path: '/login',
  usernameField: 'username',
  passwordField: 'password',
  logout: undefined,
  ...changes,
});

describe('the login routes in a document', () => {
  test.for<{ title: string; document: JsonObject; logins: readonly DescribedLogin[] }>([
    {
      title: 'a token for JSON',
      document: documentOf({ '/login': { post: { ...takes(JSON_TYPE), ...answersToken } } }),
      logins: [login()],
    },
    {
      title: 'a token for a form',
      document: documentOf({ '/login': { post: { ...takes(FORM_TYPE), ...answersToken } } }),
      logins: [login({ flow: 'form', encoding: 'form' })],
    },
    {
      title: 'both, and a session that DELETE ends: tokens first',
      document: documentOf({
        '/session': { post: { ...takes(JSON_TYPE, FORM_TYPE), ...setsCookie }, delete: {} },
        '/login': { post: { ...takes(FORM_TYPE, JSON_TYPE), ...answersToken } },
      }),
      logins: [
        login(),
        login({ flow: 'form', encoding: 'form' }),
        login({ flow: 'session', path: '/session', logout: { method: 'DELETE', path: '/session' } }),
      ],
    },
    {
      title: 'a session by form that another route ends',
      document: documentOf({
        '/signin': { post: { ...takes(FORM_TYPE), ...setsCookie } },
        '/signout': { post: {} },
      }),
      logins: [
        login({
          flow: 'session',
          encoding: 'form',
          path: '/signin',
          logout: { method: 'POST', path: '/signout' },
        }),
      ],
    },
    {
      title: 'references, joined schemas, nested tokens',
      document: documentOf(
        { '/api/auth': { $ref: '#/components/pathItems/auth' } },
        {
          components: {
            pathItems: {
              auth: {
                post: {
                  requestBody: { $ref: '#/components/requestBodies/auth' },
                  responses: { '2XX': { $ref: '#/components/responses/auth' } },
                },
              },
            },
            requestBodies: {
              auth: { content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/In' } } } },
            },
            responses: {
              auth: { content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Out' } } } },
            },
            schemas: {
              In: { allOf: [{ $ref: '#/components/schemas/Email' }, { properties: { password: {} } }] },
              Email: { properties: { email: {} } },
              Out: { properties: { data: { properties: { token: {} } } } },
            },
          },
        },
      ),
      logins: [login({ path: '/api/auth', usernameField: 'email' })],
    },
    {
      title: 'Swagger 2',
      document: {
        swagger: '2.0',
        paths: {
          '/login': {
            post: {
              parameters: [{ in: 'body', schema: { properties: { user: {}, passwd: {} } } }],
              responses: { 200: { schema: { properties: { jwt: {} } } } },
            },
          },
          '/signin': {
            post: {
              parameters: [
                { in: 'formData', name: 'login' },
                { in: 'formData', name: 'password' },
              ],
              responses: { 200: { schema: { properties: { jwt: {} } } } },
            },
          },
        },
      },
      logins: [
        login({ usernameField: 'user', passwordField: 'passwd' }),
        login({ flow: 'form', encoding: 'form', path: '/signin', usernameField: 'login' }),
      ],
    },
    {
      title: 'an answer that is not described: by the path',
      document: documentOf({ '/login': { post: { ...takes(JSON_TYPE), responses: { 200: {} } } } }),
      logins: [login()],
    },
    {
      title: 'an answer that is not described, of an API that knows cookies only',
      document: documentOf(
        { '/login': { post: { ...takes(JSON_TYPE), responses: { 200: {} } } } },
        { components: { securitySchemes: { sid: { type: 'apiKey', in: 'cookie', name: 'sid' } } } },
      ),
      logins: [login({ flow: 'session' })],
    },
    {
      title: 'no login: an account is made',
      document: documentOf({ '/register': { post: { ...takes(JSON_TYPE), ...answersToken } } }),
      logins: [],
    },
    {
      title: 'no login: no password is taken',
      document: documentOf({ '/login': { post: { ...answersToken } } }),
      logins: [],
    },
    {
      title: 'no login: a user is made',
      document: documentOf({ '/users': { post: { ...takes(JSON_TYPE), responses: { 201: {} } } } }),
      logins: [],
    },
    {
      title: 'no end: a reference to itself',
      document: documentOf({ '/login': { $ref: '#/paths/~1login' } }),
      logins: [],
    },
  ])('$title', ({ document, logins }) => {
    expect(loginsIn(document)).toEqual(logins);
  });

  test('any JSON is read without an error', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(loginsIn(value as JsonValue))));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (post, rest) =>
        Array.isArray(loginsIn({ paths: { '/login': { post }, '/x': rest } } as JsonObject)),
      ),
    );
  });
});

test.for<{ document: JsonObject; base: string }>([
  { document: {}, base: '' },
  { document: { servers: [{ url: '/v1/' }] }, base: '/v1' },
  { document: { servers: [{ url: 'http://127.0.0.1:4455/v2' }] }, base: '/v2' },
  { document: { servers: [{ url: 'https://elsewhere.example/v1' }] }, base: '/v1' },
  {
    document: { servers: [{ url: 'https://elsewhere.example/v1' }, { url: 'http://127.0.0.1:4455/dev' }] },
    base: '/dev',
  },
  { document: { basePath: '/api' }, base: '/api' },
  { document: { servers: [{ url: 'http://[' }] }, base: '' },
])('the base path in $document is $base', ({ document, base }) => {
  expect(basePathOf(document, 'http://127.0.0.1:4455/openapi.json')).toBe(base);
});
