import { expect, test } from 'vitest';
import { readConfig } from '../../../../src/config/read.js';
import { readConfiguredRoutes } from '../../../../src/probe/sources/config.js';
import { readOpenApi } from '../../../../src/probe/sources/openapi.js';

test('authctl.yaml gives routes and a policy for each', () => {
  const text = `version: 1
routes:
  GET /articles/{id}: { allow: [reader, { role: editor, when: own }], params: { id: articles }, deny: 404 }
  GET /health: { allow: any }
`;
  const config = readConfig({ text, file: 'ci/authctl.yaml', path: '/ci/authctl.yaml' }, {});
  expect(readConfiguredRoutes(config)).toEqual({
    routes: [
      {
        method: 'GET',
        path: '/articles/{id}',
        parameters: [{ name: 'id', in: 'path', required: true, example: undefined }],
        declared: { kind: 'unknown' },
        source: 'authctl.yaml:3',
        at: { file: 'ci/authctl.yaml', line: 3, column: 3 },
      },
      {
        method: 'GET',
        path: '/health',
        parameters: [],
        declared: { kind: 'unknown' },
        source: 'authctl.yaml:4',
        at: { file: 'ci/authctl.yaml', line: 4, column: 3 },
      },
    ],
    policies: new Map([
      [
        'GET /articles/{id}',
        {
          allow: [{ role: 'reader' }, { role: 'editor', when: 'own' }],
          params: { id: 'articles' },
          deny: 'hidden',
          request: {},
          forbiddenFields: [],
        },
      ],
      ['GET /health', { allow: 'any', params: {}, request: {}, forbiddenFields: [] }],
    ]),
  });
});

test('an OpenAPI document gives routes below its base path', () => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Demo' },
    servers: [{ url: 'https://api.example.com/v1' }],
    paths: {
      '/a/{b}': { get: { security: [{ x: [] }], 'x-roles': ['admin'], parameters: [{ $ref: 'x.json' }] } },
    },
  };
  expect(readOpenApi(JSON.stringify(document, null, 2), 'docs/openapi.json')).toEqual({
    title: 'Demo',
    basePath: '/v1',
    origin: 'https://api.example.com',
    routes: [
      {
        method: 'GET',
        path: '/a/{b}',
        parameters: [{ name: 'b', in: 'path', required: true, example: undefined }],
        tags: [],
        declared: { kind: 'secured', roles: [{ role: 'admin' }] },
        source: 'openapi.json:13',
        at: { file: 'docs/openapi.json', line: 13, column: 7 },
      },
    ],
    warnings: [
      {
        message: 'the reference x.json leads out of the document',
        at: { file: 'docs/openapi.json', line: 23, column: 11 },
        hint: 'bundle the document into one file',
      },
    ],
  });
});
