import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { readDescription } from '../../../src/description/read.js';
import { AuthctlError } from '../../../src/errors.js';

const YAML_31 = `openapi: 3.1.0
info: { title: Demo, version: "1" }
servers:
  - url: https://{host}/v1/
    variables: { host: { default: api.example.com } }
security: [{ bearer: [] }]
paths:
  /articles/{id}:
    summary: not an operation
    parameters:
      - $ref: '#/components/parameters/Id'
    get:
      operationId: getArticle
      summary: One article
      tags: [articles]
      x-roles: [reader, { role: editor, when: own }]
      parameters:
        - { name: draft, in: query, schema: { type: boolean, default: false } }
        - { name: session, in: cookie }
    put:
      parameters: [{ name: id, in: path, required: true, example: 9 }]
      requestBody: { $ref: '#/components/requestBodies/Article' }
    delete: { security: [{ bearer: [admin] }] }
  /health:
    get: { security: [] }
  /feed:
    get: { security: [{ bearer: [] }, {}] }
  /alias: { $ref: '#/paths/~1health' }
  x-internal: ignored
components:
  parameters:
    Id: { name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Id' } }
  schemas:
    Id: { allOf: [{ type: integer }, { examples: [7] }] }
    Article: { allOf: [{ $ref: '#/components/schemas/Titled' }], properties: { text: {} } }
    Titled: { properties: { title: {} } }
  requestBodies:
    Article:
      required: true
      content:
        application/json: { schema: { $ref: '#/components/schemas/Article' }, example: { title: x } }
`;

const plain = { operationId: undefined, summary: undefined, tags: [], parameters: [], body: undefined };
const bearer = { kind: 'secured', roles: null } as const;
/** Where an operation stands. */
const stands = (line: number) => ({
  source: `openapi.yaml:${line}`,
  at: { file: 'docs/openapi.yaml', line, column: 5 },
});
const id = (example: string) => ({ name: 'id', in: 'path', required: true, example });

test('a document is read in full, references and inheritance followed', () => {
  expect(readDescription(YAML_31, 'docs/openapi.yaml')).toEqual({
    location: 'docs/openapi.yaml',
    title: 'Demo',
    basePath: '/v1',
    origin: 'https://api.example.com',
    warnings: [],
    operations: [
      {
        ...plain,
        method: 'GET',
        path: '/articles/{id}',
        operationId: 'getArticle',
        summary: 'One article',
        tags: ['articles'],
        parameters: [id('7'), { name: 'draft', in: 'query', required: false, example: 'false' }],
        access: { kind: 'secured', roles: [{ role: 'reader' }, { role: 'editor', when: 'own' }] },
        ...stands(12),
      },
      {
        ...plain,
        method: 'PUT',
        path: '/articles/{id}',
        parameters: [id('9')],
        body: {
          mediaType: 'application/json',
          required: true,
          properties: ['title', 'text'],
          example: { title: 'x' },
        },
        access: bearer,
        ...stands(20),
      },
      {
        ...plain,
        method: 'DELETE',
        path: '/articles/{id}',
        parameters: [id('7')],
        access: bearer,
        ...stands(23),
      },
      { ...plain, method: 'GET', path: '/health', access: { kind: 'public' }, ...stands(25) },
      { ...plain, method: 'GET', path: '/feed', access: { kind: 'public' }, ...stands(27) },
      { ...plain, method: 'GET', path: '/alias', access: { kind: 'public' }, ...stands(25) },
    ],
  });
});

/** The one operation of a document with these parts. */
function operationOf(parts: object, operation: object, path = '/x') {
  const document = { openapi: '3.1.0', ...parts, paths: { [path]: { get: operation } } };
  const description = readDescription(JSON.stringify(document), 'openapi.json');
  return { ...description.operations[0], warnings: description.warnings.map(({ message }) => message) };
}

describe('access', () => {
  test.for<{ name: string; document: object; operation: object; access: object }>([
    { name: 'no security anywhere', document: {}, operation: {}, access: { kind: 'unknown' } },
    { name: 'inherited', document: { security: [{ a: [] }] }, operation: {}, access: bearer },
    {
      name: 'overridden',
      document: { security: [{ a: [] }] },
      operation: { security: [] },
      access: { kind: 'public' },
    },
    { name: 'optional', document: {}, operation: { security: [{}, { a: [] }] }, access: { kind: 'public' } },
    { name: 'public for all', document: { security: [] }, operation: {}, access: { kind: 'public' } },
    {
      name: 'roles alone',
      document: {},
      operation: { 'x-roles': ['a'] },
      access: { kind: 'secured', roles: [{ role: 'a' }] },
    },
    {
      name: 'one role',
      document: {},
      operation: { security: [{ a: [] }], 'x-roles': 'a' },
      access: { kind: 'secured', roles: [{ role: 'a' }] },
    },
    {
      name: 'nobody',
      document: {},
      operation: { security: [{ a: [] }], 'x-roles': [] },
      access: { kind: 'secured', roles: [] },
    },
  ])('$name', ({ document, operation, access }) => {
    expect(operationOf(document, operation)).toMatchObject({ access, warnings: [] });
  });

  test('an operation without security is public where another has some', () => {
    const document = {
      openapi: '3.0.3',
      paths: { '/a': { get: {} }, '/b': { get: { security: [{ x: [] }] } } },
    };
    expect(
      readDescription(JSON.stringify(document), 'a.json').operations.map(({ access }) => access),
    ).toEqual([{ kind: 'public' }, bearer]);
  });

  test.for([
    {
      operation: { security: 'bearer' },
      access: { kind: 'unknown' },
      warning: 'expected `security` to be a list of requirements, such as `- bearer: []`',
    },
    {
      operation: { security: [{ a: [] }], 'x-roles': [{ role: 'a', when: 'never' }] },
      access: bearer,
      warning: 'expected `x-roles` to be a list of role names or `{ role: NAME, when: own }`',
    },
  ])('what cannot be used is said: $warning', ({ operation, access, warning }) => {
    expect(operationOf({}, operation)).toMatchObject({ access, warnings: [warning] });
  });
});

describe('the example of a parameter', () => {
  test.for<{ name: string; parameter: object; example: string | undefined }>([
    { name: 'its own', parameter: { example: 5, schema: { example: 6 } }, example: '5' },
    {
      name: 'the first named one',
      parameter: { examples: { one: { value: 'a' }, two: { value: 'b' } } },
      example: 'a',
    },
    {
      name: 'a referenced one',
      parameter: { examples: { one: { $ref: '#/components/examples/E' } } },
      example: 'shared',
    },
    { name: "the schema's", parameter: { schema: { example: 'a', default: 'b' } }, example: 'a' },
    {
      name: "the schema's first",
      parameter: { schema: { examples: ['a', 'b'], default: 'c' } },
      example: 'a',
    },
    { name: 'a constant', parameter: { schema: { const: 'a', enum: ['b'] } }, example: 'a' },
    { name: 'the default', parameter: { schema: { default: 0, enum: [1] } }, example: '0' },
    { name: 'the first choice', parameter: { schema: { enum: ['a', 'b'] } }, example: 'a' },
    {
      name: 'of an alternative',
      parameter: { schema: { oneOf: [{ type: 'string' }, { enum: ['a'] }] } },
      example: 'a',
    },
    { name: 'of its content', parameter: { content: { 'text/plain': { example: 'a' } } }, example: 'a' },
    { name: 'a list', parameter: { example: ['a', 1, true] }, example: 'a,1,true' },
    { name: 'no object', parameter: { example: { a: 1 } }, example: undefined },
    { name: 'no empty text', parameter: { example: '' }, example: undefined },
    { name: 'none', parameter: { schema: { type: 'string' } }, example: undefined },
  ])('$name', ({ parameter, example }) => {
    const components = { examples: { E: { value: 'shared' } } };
    const described = { name: 'q', in: 'query', required: true, ...parameter };
    expect(operationOf({ components }, { parameters: [described] })).toMatchObject({
      parameters: [{ name: 'q', in: 'query', required: true, example }],
      warnings: [],
    });
  });

  test('a parameter of the path that nobody describes is one nevertheless', () => {
    expect(operationOf({}, {}, '/a/{b}/{c}').parameters).toEqual([
      { name: 'b', in: 'path', required: true, example: undefined },
      { name: 'c', in: 'path', required: true, example: undefined },
    ]);
  });
});

describe('references', () => {
  test.for([
    {
      name: 'to nothing',
      ref: '#/components/parameters/None',
      warning: 'this reference leads to nothing that can be used',
    },
    { name: 'in a circle', ref: '#/components/parameters/Loop', warning: 'this reference leads in a circle' },
    {
      name: 'to another file',
      ref: 'common.yaml#/Id',
      warning: 'the reference common.yaml#/Id leads out of the document',
    },
    {
      name: 'that decode to nothing',
      ref: '#/%zz',
      warning: 'the reference #/%zz is no JSON Pointer',
    },
  ])('$name are passed over with a warning', ({ ref, warning }) => {
    const components = { parameters: { Loop: { $ref: '#/components/parameters/Loop' } } };
    expect(operationOf({ components }, { parameters: [{ $ref: ref }] })).toMatchObject({
      parameters: [],
      warnings: [warning],
    });
  });

  test('schemas that hold themselves end', () => {
    const schemas = { Tree: { allOf: [{ $ref: '#/components/schemas/Tree' }], properties: { left: {} } } };
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Tree' } } };
    expect(operationOf({ components: { schemas } }, { requestBody: { content } }).body?.properties).toEqual([
      'left',
    ]);
  });
});

describe('the first server', () => {
  test.for<{ url: unknown; location: string; basePath: string; origin: string | undefined }>([
    { url: undefined, location: 'a.json', basePath: '', origin: undefined },
    { url: '/', location: 'a.json', basePath: '', origin: undefined },
    { url: '/v1/', location: 'a.json', basePath: '/v1', origin: undefined },
    { url: 'v1', location: 'https://x.example/docs/a.json', basePath: '/docs/v1', origin: undefined },
    { url: '../v1', location: 'https://x.example/docs/a.json', basePath: '/v1', origin: undefined },
    { url: 'http://h:81/a/b', location: 'a.json', basePath: '/a/b', origin: 'http://h:81' },
    { url: 5, location: 'a.json', basePath: '', origin: undefined },
  ])('$url in $location is $origin and $basePath', ({ url, location, basePath, origin }) => {
    const { servers } = { servers: url === undefined ? undefined : [{ url }] };
    const text = JSON.stringify({ openapi: '3.0.0', servers, paths: {} });
    expect(readDescription(text, location)).toMatchObject({ basePath, origin, warnings: [] });
  });
});

describe('what is no description', () => {
  test.for([
    { text: '', message: 'not an OpenAPI document: expected an object', line: 1, column: 1 },
    { text: '[]', message: 'not an OpenAPI document: expected an object', line: 1, column: 1 },
    { text: '<html></html>', message: 'not an OpenAPI document: expected an object', line: 1, column: 1 },
    {
      text: '{"info": {}}',
      message: 'not an OpenAPI document: the key `openapi` is missing',
      line: 1,
      column: 1,
    },
    {
      text: 'info: {}\nswagger: "1.2"',
      message: 'Swagger 1 is not read, only Swagger 2.0 and OpenAPI 3',
      line: 2,
      column: 10,
    },
    {
      text: 'openapi: 3.3.0',
      message: 'OpenAPI 3.3.0 is not read, only 3.0, 3.1 and 3.2',
      line: 1,
      column: 10,
    },
    {
      text: 'openapi: 4.10',
      message: 'OpenAPI 4.10 is not read, only 3.0, 3.1 and 3.2',
      line: 1,
      column: 10,
    },
    {
      text: 'openapi: 3.1\npaths: []',
      message: 'expected `paths` to be an object of paths',
      line: 2,
      column: 8,
    },
    {
      text: '{"openapi": "3.1.0", "paths": {},}',
      message: 'not valid JSON: expected a key in double quotes',
      line: 1,
      column: 34,
    },
  ])('$message', ({ text, message, line, column }) => {
    const at = { file: 'http://x/openapi', line, column };
    expect(() => readDescription(text, 'http://x/openapi')).toThrow(
      expect.objectContaining({ code: 'DESCRIPTION_INVALID', message, at }),
    );
  });
});

describe('of any document', () => {
  const reads = (text: string, location: string) => {
    try {
      readDescription(text, location);
    } catch (error) {
      if (!(error instanceof AuthctlError)) throw error;
    }
  };
  const names = fc.constantFrom(
    'get',
    'post',
    'parameters',
    'requestBody',
    'content',
    'schema',
    '$ref',
    'security',
    'x-roles',
    'examples',
    'allOf',
    'servers',
    '/a/{b}',
    '__proto__',
    'properties',
    'in',
    'name',
    'url',
  );
  const leaves = fc.oneof(
    fc.constantFrom('#/paths', '#/paths/~1a~1{b}/get', '#', '#/', 'path', 'query', 'a'),
    fc.jsonValue(),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      leaves,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(names, tie('tree'), { maxKeys: 4 }),
    ),
  }));

  test('reading answers a description or an AuthctlError', () => {
    fc.assert(
      fc.property(tree, tree, tree, fc.boolean(), (item, servers, components, asYaml) => {
        const document = {
          openapi: '3.1.0',
          servers,
          security: components,
          components,
          paths: { '/a/{b}': item, '/c': { get: item, post: servers } },
        };
        reads(
          asYaml ? stringify(document) : JSON.stringify(document),
          asYaml ? 'a.yaml' : 'https://x.example/a.json',
        );
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => reads(text, 'a.yaml')));
  });

  test('JSON and YAML say the same, but for their lines', () => {
    const said = (text: string, location: string) =>
      readDescription(text, location).operations.map((operation) => ({ ...operation, source: '', at: null }));
    expect(said(JSON.stringify(parse(YAML_31)), 'a.json')).toEqual(said(YAML_31, 'a.yaml'));
  });
});

describe('OpenAPI 3.2', () => {
  const document = (item: object) =>
    readDescription(JSON.stringify({ openapi: '3.2.0', info: {}, paths: { '/a': item } }), 'a.json');

  test('has the method QUERY, whose body counts', () => {
    const body = { required: true, content: { 'application/json': { example: { q: 'x' } } } };
    expect(document({ query: { requestBody: body } }).operations).toMatchObject([
      {
        method: 'QUERY',
        path: '/a',
        body: { mediaType: 'application/json', required: true, example: { q: 'x' } },
      },
    ]);
  });

  test('has methods of any name; of what is none, a warning tells', () => {
    const { operations, warnings } = document({
      get: {},
      additionalOperations: { COPY: { operationId: 'copyA', 'x-roles': ['admin'] }, 'co py': {} },
    });
    expect(operations.map(({ method, operationId }) => [method, operationId])).toEqual([
      ['GET', undefined],
      ['COPY', 'copyA'],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual(["'co py' is no method"]);
  });

  test('of a parameter that is the whole query string, a warning tells', () => {
    const parameter = { name: 'all', in: 'querystring', required: true };
    const { operations, warnings } = document({ get: { parameters: [parameter] } });
    expect(operations[0]?.parameters).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'a parameter that is the whole query string is not read',
    ]);
  });
});
