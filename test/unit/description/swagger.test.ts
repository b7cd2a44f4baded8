import { expect, test } from 'vitest';
import { readDescription } from '../../../src/description/read.js';

const document = {
  swagger: '2.0',
  info: { title: 'Old' },
  host: 'api.example.com',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  security: [{ key: [] }],
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, type: 'integer', 'x-example': 7 }],
      put: { parameters: [{ $ref: '#/parameters/pet' }], tags: ['pets'] },
      get: {
        security: [],
        parameters: [{ name: 'fields', in: 'query', required: true, enum: ['all', 'few'] }],
      },
    },
    '/login': {
      post: {
        parameters: [
          { name: 'user', in: 'formData', required: true, type: 'string', default: 'agus' },
          { name: 'pin', in: 'formData', type: 'string' },
        ],
      },
    },
  },
  parameters: {
    pet: { name: 'pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } },
  },
  definitions: { Pet: { properties: { name: {} }, example: { name: 'Rex' } } },
};

test('Swagger 2: server, security, parameters and bodies', () => {
  const { operations, ...rest } = readDescription(JSON.stringify(document), 'swagger.json');
  expect(rest).toMatchObject({
    title: 'Old',
    basePath: '/v1',
    origin: 'https://api.example.com',
    warnings: [],
  });
  expect(
    operations.map(({ method, path, parameters, body, access }) => ({
      route: `${method} ${path}`,
      parameters: parameters.map(({ name, example }) => `${name}=${example}`),
      body,
      access: access.kind,
    })),
  ).toEqual([
    {
      route: 'PUT /pets/{id}',
      parameters: ['id=7'],
      body: { mediaType: 'application/json', required: true, properties: ['name'], example: { name: 'Rex' } },
      access: 'secured',
    },
    { route: 'GET /pets/{id}', parameters: ['id=7', 'fields=all'], body: undefined, access: 'public' },
    {
      route: 'POST /login',
      parameters: [],
      body: {
        mediaType: 'application/x-www-form-urlencoded',
        required: true,
        properties: ['user', 'pin'],
        example: { user: 'agus' },
      },
      access: 'secured',
    },
  ]);
});

test.for(['swagger: 2.0', "swagger: '2.0'", 'openapi: 3.2.0'])('%s is read', (version) => {
  const text = `${version}\ninfo: { title: T }\npaths: { /a: { get: {} } }\n`;
  expect(readDescription(text, 'a.yaml').operations.map(({ path }) => path)).toEqual(['/a']);
});
