import { describe, expect, test } from 'vitest';
import { readBundle } from '../../../src/description/read-bundle.js';
import { referencesOf } from '../../../src/description/reference-place.js';
import { AuthctlError } from '../../../src/errors.js';

type Texts = Readonly<Record<string, string>>;

/** Reads the first of some documents with the others, and tells which were asked for. */
async function read(texts: Texts, root = Object.keys(texts)[0] ?? '') {
  const asked: string[] = [];
  const description = await readBundle(
    { text: texts[root] ?? '', location: root },
    {
      resolve: referencesOf(root, '/project'),
      async read(location) {
        asked.push(location);
        const text = texts[location];
        if (text === undefined) throw new AuthctlError('FILE_UNREADABLE', `cannot read ${location}`);
        return text;
      },
    },
  );
  return { description, asked };
}

const paths = (content: string, top = 'openapi: 3.1.0') =>
  `${top}\ninfo: { title: T, version: "1" }\npaths:\n${content}`;

const spread: Texts = {
  'api/openapi.yaml': paths(`  /articles/{id}: { $ref: 'paths/article.yaml' }
  /users:
    get:
      parameters: [{ $ref: './common.yaml#/parameters/Page' }]
      security: [{ bearer: [] }]
`),
  'api/paths/article.yaml': `parameters: [{ $ref: '../common.yaml#/parameters/Id' }]
put:
  security: [{ bearer: [] }]
  requestBody:
    content: { application/json: { schema: { $ref: '../../shared/article.json' } } }
  responses: { '200': { $ref: 'never-read.yaml' } }
`,
  'api/common.yaml': `parameters:
  Id: { name: id, in: path, required: true, schema: { $ref: '#/schemas/Id' } }
  Page: { name: page, in: query, required: true, example: 2 }
schemas: { Id: { $ref: 'ids.yaml#/a~1b/c%20d' } }
`,
  'api/ids.yaml': 'a/b: { c d: { type: integer, examples: [7] } }\n',
  'shared/article.json': '{ "properties": { "title": {} }, "example": { "title": "x" } }',
};

test('references are followed over files, each relative to its own, and only those that matter', async () => {
  const { description, asked } = await read(spread);
  expect(asked).toEqual(['api/paths/article.yaml', 'api/common.yaml', 'api/ids.yaml', 'shared/article.json']);
  expect(description.warnings).toEqual([]);
  expect(
    description.operations.map(({ method, path, parameters, body, access, source, at }) => ({
      ...{ route: `${method} ${path}`, access: access.kind, source, at },
      examples: parameters.map(({ name, example }) => `${name}=${example}`),
      body: body?.example,
    })),
  ).toEqual([
    {
      route: 'PUT /articles/{id}',
      access: 'secured',
      source: 'article.yaml:2',
      at: { file: 'api/paths/article.yaml', line: 2, column: 1 },
      examples: ['id=7'],
      body: { title: 'x' },
    },
    {
      route: 'GET /users',
      access: 'secured',
      source: 'openapi.yaml:6',
      at: { file: 'api/openapi.yaml', line: 6, column: 5 },
      examples: ['page=2'],
      body: undefined,
    },
  ]);
});

test('Swagger 2 is spread over files in the same way', async () => {
  const { description } = await read({
    'swagger.yaml': paths(
      `  /a/{id}:\n    post:\n      parameters: [{ $ref: 'p.yaml#/Id' }, { $ref: 'p.yaml#/Body' }]\n`,
      'swagger: "2.0"\nconsumes: [application/vnd.a+json]',
    ),
    'p.yaml': `Id: { name: id, in: path, required: true, type: string, x-example: a1 }
Body: { name: body, in: body, required: true, schema: { $ref: '#/Article' } }
Article: { properties: { title: {} }, example: { title: x } }
`,
  });
  expect(description.operations[0]).toMatchObject({
    parameters: [{ name: 'id', in: 'path', example: 'a1' }],
    body: { mediaType: 'application/vnd.a+json', properties: ['title'], example: { title: 'x' } },
  });
});

test('documents that refer to each other in a circle come to an end', async () => {
  const { description } = await read({
    'a.yaml': paths("  /a: { $ref: 'b.yaml#/x' }\n"),
    'b.yaml': "x: { $ref: 'a.yaml#/paths/~1a' }\n",
  });
  expect(description.operations).toEqual([]);
  expect(description.warnings.map(({ message }) => message)).toEqual(['this reference leads in a circle']);
});

test('at a URL, references lead to the same origin', async () => {
  const { asked, description } = await read({
    'https://api.example.com/docs/openapi.yaml': paths(
      "  /a: { $ref: './a.json#/item' }\n  /b: { $ref: '/b.json' }\n",
    ),
    'https://api.example.com/docs/a.json': '{ "item": { "get": {} } }',
    'https://api.example.com/b.json': '{ "get": {} }',
  });
  expect(asked).toEqual(['https://api.example.com/docs/a.json', 'https://api.example.com/b.json']);
  expect(description.operations.map(({ path }) => path)).toEqual(['/a', '/b']);
});

describe('a document that cannot be read', () => {
  const failing = async (texts: Texts) =>
    read(texts).then(
      () => 'read',
      (error: AuthctlError) =>
        `${error.code} ${error.at?.file}:${error.at?.line}:${error.at?.column}: ${error.message}`,
    );

  test('is an error at the reference to it', async () => {
    expect(await failing({ 'api/openapi.yaml': paths("  /a:\n    $ref: 'missing.yaml#/x'\n") })).toBe(
      'FILE_UNREADABLE api/openapi.yaml:5:11: the reference missing.yaml#/x cannot be followed: cannot read api/missing.yaml',
    );
  });

  test('that is neither YAML nor JSON is an error in it', async () => {
    expect(
      await failing({ 'openapi.yaml': paths("  /a: { $ref: 'a.yaml' }\n"), 'a.yaml': 'get: {\n' }),
    ).toMatch(/^DESCRIPTION_INVALID a\.yaml:\d+:\d+: /);
  });
});

describe('a reference that leads where nothing is read', () => {
  test.for([
    { ref: '../../etc/hosts.yaml', from: 'api/openapi.yaml', why: 'leaves the folder of the description' },
    { ref: '/etc/hosts', from: 'api/openapi.yaml', why: 'leaves the folder of the description' },
    { ref: '%2e%2e/%2e%2e/x.yaml', from: 'api/openapi.yaml', why: 'leaves the folder of the description' },
    {
      ref: 'https://example.com/a.yaml',
      from: 'api/openapi.yaml',
      why: 'is an address, and a description in a file only leads to files',
    },
    {
      ref: 'file:///etc/hosts',
      from: 'api/openapi.yaml',
      why: 'is an address, and a description in a file only leads to files',
    },
    {
      ref: '//example.com/a.yaml',
      from: 'api/openapi.yaml',
      why: 'is an address, and a description in a file only leads to files',
    },
    { ref: 'https://example.com/a.yaml', from: 'https://api.example.com/x', why: 'leads to another host' },
    { ref: '//example.com/a.yaml', from: 'https://api.example.com/x', why: 'leads to another host' },
    { ref: 'http://api.example.com/a', from: 'https://api.example.com/x', why: 'leads to another host' },
    { ref: 'file:///etc/hosts', from: 'https://api.example.com/x', why: 'leads to another host' },
    { ref: 'http://[', from: 'https://api.example.com/x', why: 'is no URL' },
  ])('$ref in $from: $why', async ({ ref, from, why }) => {
    const { asked, description } = await read({ [from]: paths(`  /a: { $ref: '${ref}' }\n`) });
    expect(asked).toEqual([]);
    expect(description.warnings).toEqual([
      {
        message: `the reference ${ref} ${why}`,
        at: { file: from, line: 4, column: 7 },
        hint: expect.any(String),
      },
    ]);
  });

  test('a folder beside, below the working directory, is read', async () => {
    const { asked } = await read({
      'api/openapi.yaml': paths("  /a: { $ref: '../shared/a.yaml' }\n"),
      'shared/a.yaml': 'get: {}',
    });
    expect(asked).toEqual(['shared/a.yaml']);
  });
});

test('a server that makes up references for ever is left', async () => {
  let made = 0;
  const next = () => {
    made += 1;
    return `{ "$ref": "a${made}.json" }`;
  };
  await expect(
    readBundle(
      { text: paths(`  /a: ${next()}\n`), location: 'https://api.example.com/openapi.yaml' },
      { resolve: referencesOf('https://api.example.com/openapi.yaml', '/project'), read: async () => next() },
    ),
  ).resolves.toMatchObject({ operations: [] });
  expect(made).toBeLessThan(100);
});
