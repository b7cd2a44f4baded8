import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { describeApi } from '../../../src/server/openapi.js';
import { apiRoutes } from '../../../src/server/routes.js';

const routes = apiRoutes(demoSettings);

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly 'x-roles'?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly example: number }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: object;
}

const document = describeApi(routes, {
  issuer: 'http://127.0.0.1:4455',
  cookieName: 'session-4455',
  settings: demoSettings,
}) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
});

test('it describes who may do what', () => {
  const anyone = ['reader', 'editor', 'admin'];
  const roles = Object.fromEntries(
    operations.map(({ route, operation }) => [route, operation['x-roles'] ?? 'public']),
  );
  expect(roles).toEqual({
    'POST /login': 'public',
    'POST /session': 'public',
    'DELETE /session': anyone,
    'GET /me': anyone,
    'GET /articles': anyone,
    'POST /articles': ['editor', 'admin'],
    'GET /articles/{id}': anyone,
    'PUT /articles/{id}': ['editor', 'admin'],
    'DELETE /articles/{id}': [{ role: 'editor', when: 'own' }, 'admin'],
    'GET /users': ['admin'],
    'GET /users/{id}': [{ role: 'reader', when: 'own' }, { role: 'editor', when: 'own' }, 'admin'],
    'PATCH /users/{id}': [{ role: 'reader', when: 'own' }, { role: 'editor', when: 'own' }, 'admin'],
    'DELETE /users/{id}': ['admin'],
    'GET /health': 'public',
  });
});

test('public operations say so, and guarded ones take a token or a cookie', () => {
  const security = operations.map(({ route, operation }) => [route, operation.security] as const);
  const either = [{ bearerAuth: [] }, { cookieAuth: [] }];
  for (const [route, schemes] of security) {
    if (['POST /login', 'POST /session', 'GET /health'].includes(route)) expect(schemes).toEqual([]);
    else if (route === 'DELETE /session') expect(schemes).toEqual([{ cookieAuth: [] }]);
    else expect({ route, schemes }).toEqual({ route, schemes: either });
  }
});

test('every path parameter has an example', () => {
  for (const { route, operation } of operations) {
    const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters?.map(({ name, example }) => [name, typeof example]) ?? []).toEqual(
      names.map((name) => [name, 'number']),
    );
  }
});

test('the logins can be told from the document alone', () => {
  const login = operations.find(({ route }) => route === 'POST /login')?.operation;
  expect(Object.keys(login?.requestBody?.content ?? {})).toEqual([
    'application/json',
    'application/x-www-form-urlencoded',
  ]);
  expect(document).toMatchObject({
    components: {
      securitySchemes: { cookieAuth: { type: 'apiKey', in: 'cookie', name: 'session-4455' } },
      schemas: {
        Credentials: { required: ['username', 'password'] },
        Token: { required: ['access_token', 'token_type', 'expires_in'] },
      },
    },
    paths: { '/session': { post: { responses: { 200: { headers: { 'Set-Cookie': {} } } } } } },
  });
});

test('operation ids are unique', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a route whose grants depend on ownership knows the owner', () => {
  for (const route of routes) {
    if (route.access === 'public') continue;
    const owned = route.access.some(({ when }) => when === 'own');
    if (owned) expect(route).toMatchObject({ ownerOf: expect.any(Function) });
  }
});
