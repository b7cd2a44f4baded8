import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.js';
import { readConfig } from '../../../src/config/read.js';
import { AuthctlError } from '../../../src/errors.js';

const env = { AGUS_PASSWORD: 'agus-demo', API_TOKEN: 'tok-123', HOST: '127.0.0.1', EMPTY: '' };
const read = (text: string) => readConfig({ text, file: 'authctl.yaml', path: '/project/authctl.yaml' }, env);

/** `line:column message | hint`, one for each mistake. */
function mistakesIn(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof AuthctlError)) throw error;
    expect(error.code).toBe('CONFIG_INVALID');
    return [error, ...error.also].map(
      ({ message, at, hint }) => `${at?.line}:${at?.column} ${message}${hint ? ` | ${hint}` : ''}`,
    );
  }
  return [];
}

/** Of a file that says nothing of what only `probe` reads. */
const nothingForProbe = {
  objects: [],
  decide: {},
  setup: [],
  teardown: [],
  leftOut: [],
  failUnder: undefined,
  waivers: [],
};

test('the file of the contract is read in full', () => {
  const text = `# yaml-language-server: $schema=./node_modules/authctl/schema/authctl-1.json
version: 1
server: http://127.0.0.1:4455
api: http://\${HOST}:4455/v1/
openapi: docs/openapi.yaml
login:
  flow: json
  path: /login
  body: { username: "{{username}}", password: "{{password}}", app: "\${API_TOKEN}" }
  token: /access_token
roleClaim: /role
roles: [anonymous, reader, editor, admin]
subjects:
  agus: { role: reader, username: agus, password: "\${AGUS_PASSWORD}", owns: { articles: "2", drafts: 007 } }
  sari: { role: admin, canary: /users, login: { flow: session, path: /session } }
routes:
  GET    /articles: { allow: any }
  DELETE /articles/{id}: { allow: [{ role: editor, when: own }, admin], params: { id: articles } }
  GET /drafts/{id}/{part}: { allow: [{ role: admin }], params: { id: 0x1F, part: "$\${x}" } }
  GET /users: { allow: [admin], deny: 404 }
`;
  expect(read(text)).toEqual({
    file: 'authctl.yaml',
    server: 'http://127.0.0.1:4455',
    api: 'http://127.0.0.1:4455/v1',
    openapi: '/project/docs/openapi.yaml',
    roleClaim: '/role',
    login: {
      flow: 'json',
      path: '/login',
      body: { username: '{{username}}', password: '{{password}}', app: 'tok-123' },
      token: '/access_token',
    },
    roles: ['anonymous', 'reader', 'editor', 'admin'],
    subjects: [
      {
        name: 'agus',
        role: 'reader',
        username: 'agus',
        password: 'agus-demo',
        owns: { articles: '2', drafts: '007' },
        attributes: {},
      },
      {
        name: 'sari',
        role: 'admin',
        username: 'sari',
        canary: '/users',
        owns: {},
        attributes: {},
        login: { flow: 'session', path: '/session' },
      },
    ],
    routes: [
      {
        method: 'GET',
        path: '/articles',
        allow: 'any',
        params: {},
        request: {},
        forbiddenFields: [],
        at: { file: 'authctl.yaml', line: 17, column: 3 },
      },
      {
        method: 'DELETE',
        path: '/articles/{id}',
        allow: [{ role: 'editor', when: 'own' }, { role: 'admin' }],
        params: { id: 'articles' },
        request: {},
        forbiddenFields: [],
        at: { file: 'authctl.yaml', line: 18, column: 3 },
      },
      {
        method: 'GET',
        path: '/drafts/{id}/{part}',
        allow: [{ role: 'admin' }],
        params: { id: '0x1F', part: '${x}' },
        request: {},
        forbiddenFields: [],
        at: { file: 'authctl.yaml', line: 19, column: 3 },
      },
      {
        method: 'GET',
        path: '/users',
        allow: [{ role: 'admin' }],
        deny: 'hidden',
        params: {},
        request: {},
        forbiddenFields: [],
        at: { file: 'authctl.yaml', line: 20, column: 3 },
      },
    ],
    ...nothingForProbe,
    secrets: ['agus-demo', 'tok-123'],
  } satisfies Config);
});

test('a section whose lines are all comments counts as absent', () => {
  expect(read('version: 1\nsubjects:\n#  NAME: { role: ROLE }\nroutes:\n')).toEqual({
    file: 'authctl.yaml',
    login: {},
    roles: [],
    subjects: [],
    routes: [],
    ...nothingForProbe,
    secrets: [],
  });
});

test.for([
  { deny: '401', kind: '401' },
  { deny: '403', kind: '403' },
  { deny: '"403"', kind: '403' },
  { deny: '404', kind: 'hidden' },
  { deny: 'hidden', kind: 'hidden' },
  { deny: 'redirect', kind: 'redirect' },
  { deny: 'soft', kind: 'soft' },
])('deny: $deny is $kind', ({ deny, kind }) => {
  expect(read(`version: 1\nroutes: { GET /a: { allow: [], deny: ${deny} } }`).routes[0]?.deny).toBe(kind);
});

const URL_EXPECTED =
  'an http or https URL without query, fragment or credentials, such as http://127.0.0.1:4455';

describe('each mistake is named with its place', () => {
  test.for<{ name: string; text: string; mistakes: readonly string[] }>([
    {
      name: 'an empty file',
      text: '',
      mistakes: ['1:1 the file is empty | write a first one with `authctl init`'],
    },
    {
      name: 'comments only',
      text: '# nothing\n',
      mistakes: ['1:1 the file is empty | write a first one with `authctl init`'],
    },
    {
      name: 'a list',
      text: '- version: 1',
      mistakes: [
        '1:1 expected keys and values, not a list | begin the file with `version: 1`; `authctl help config` explains the keys',
      ],
    },
    { name: 'no version', text: 'roles: [a]', mistakes: ["1:1 there is no 'version' | add `version: 1`"] },
    {
      name: 'a version in quotes',
      text: 'version: "1"',
      mistakes: ["1:10 version: expected 1, not '1' | write it without quotes"],
    },
    {
      name: 'a newer version, before anything else',
      text: 'nw: x\nversion: 2',
      mistakes: [
        '2:10 version 2 of this file needs a newer authctl | upgrade: npm install --save-dev authctl@latest',
      ],
    },
    {
      name: 'an unknown key',
      text: 'version: 1\nsever: http://x',
      mistakes: ["2:1 unknown key 'sever' | did you mean 'server'?"],
    },
    {
      name: 'an unknown key like no other',
      text: 'version: 1\nlogin: { zzzz: 1 }',
      mistakes: [
        "2:10 unknown key 'zzzz' in login | known here: flow, method, path, body, token, tokenFrom, scheme, encoding, loginPage, csrf, apiKeyHeader, clientId, clientSecret, clientKey, clientAuth, scope, audience, resource, parameters, dpop, par, steps, query, logout, headers",
      ],
    },
    {
      name: 'an unknown key inside of a grant',
      text: 'version: 1\nroutes:\n  GET /a: { allow: [{ role: a, wen: own }] }',
      mistakes: ["3:32 unknown key 'wen' in routes['GET /a'].allow[0] | did you mean 'when'?"],
    },
    {
      name: 'a URL with credentials',
      text: 'version: 1\nserver: https://agus:secret@example.com',
      mistakes: [`2:9 server: expected ${URL_EXPECTED}, not 'https://agus:secret@example.com'`],
    },
    {
      name: 'a value of the wrong kind',
      text: 'version: 1\nroles: reader\nsubjects: { agus: { role: 5, password: 12345 } }',
      mistakes: [
        "2:8 roles: expected a list of role names, not 'reader'",
        "3:27 subjects.agus.role: expected the name of a role, not '5' | put it in quotes",
        '3:40 subjects.agus.password: expected text, not a number | put it in quotes',
      ],
    },
    {
      name: 'a word that is none of the choices',
      text: 'version: 1\nlogin: { flow: jso }',
      mistakes: [
        "2:16 login.flow: expected json, form, session, basic, api-key, code, device, client-credentials, password, token-exchange or jwt-bearer, not 'jso' | did you mean 'json'?",
      ],
    },
    {
      name: 'a claim that is no pointer',
      text: 'version: 1\nroleClaim: role',
      mistakes: [
        "2:12 roleClaim: expected a JSON Pointer (RFC 6901), which begins with a slash: /access_token, not 'role'",
      ],
    },
    {
      name: 'a missing key',
      text: 'version: 1\nroutes:\n  GET /a: {}',
      mistakes: [
        "3:3 routes['GET /a'] lacks 'allow' | add `allow:` with a list of roles, such as [reader, admin], or any",
      ],
    },
    {
      name: 'a role that is not listed',
      text: 'version: 1\nroles: [reader, admin]\nsubjects: { agus: { role: reeder } }\nroutes: { GET /a: { allow: [anonymous, root, { role: admn, when: own }], params: { x: 1 } } }',
      mistakes: [
        "3:27 subjects.agus.role: the role 'reeder' is not in roles (reader, admin) | did you mean 'reader'?",
        "4:40 routes['GET /a'].allow[1]: the role 'root' is not in roles (reader, admin) | add it to `roles:`, or name one of those",
        "4:54 routes['GET /a'].allow[2].role: the role 'admn' is not in roles (reader, admin) | did you mean 'admin'?",
      ],
    },
    {
      name: 'a role listed twice',
      text: 'version: 1\nroles: [a, b, a]',
      mistakes: ["2:15 the role 'a' stands twice in roles | keep one of the two"],
    },
    {
      name: 'a subject by the name of the anonymous caller',
      text: 'version: 1\nsubjects: { anonymous: { role: reader } }',
      mistakes: [
        "2:13 a subject cannot be named 'anonymous': that is the caller without credentials | remove it; an anonymous caller takes part in every probe",
      ],
    },
    {
      name: 'a key that is no route',
      text: 'version: 1\nroutes:\n  get /a: { allow: any }\n  GET a: { allow: any }',
      mistakes: [
        "3:3 'get /a' is no route: expected a method and a path, such as 'GET /articles/{id}' | write one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, QUERY in capitals, a space, and a path that begins with a slash",
        "4:3 'GET a' is no route: expected a method and a path, such as 'GET /articles/{id}' | write one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, QUERY in capitals, a space, and a path that begins with a slash",
      ],
    },
    {
      name: 'a method that nobody probes, a route twice, braces that do not close',
      text: 'version: 1\nroutes:\n  DELET /a: { allow: any }\n  GET /b: { allow: any }\n  GET  /b: { allow: any }\n  GET /c/{id: { allow: any }',
      mistakes: [
        "3:3 'DELET' is no method that is probed | did you mean 'DELETE'?",
        '5:3 the route GET /b stands twice | keep one of the two',
        '6:3 the path /c/{id has braces that hold no name or are not closed | write a parameter as `{name}`',
      ],
    },
    {
      name: 'a parameter that the path does not have',
      text: 'version: 1\nroutes: { "GET /a/{id}": { allow: any, params: { ids: 1 } } }',
      mistakes: ["2:50 'ids' is no parameter of /a/{id}, and {id} is filled by none | write 'id'"],
    },
    {
      name: 'ownership of nothing',
      text: 'version: 1\nsubjects: { agus: { role: a, owns: { articles: 1 } } }\nroutes: { "GET /a/{id}": { allow: [{ role: a, when: own }] } }',
      mistakes: [
        '3:28 `when: own` needs a parameter whose kind of object somebody owns | add to this route `params: { NAME: KIND }`, where KIND is articles',
      ],
    },
    {
      name: 'variables that cannot be filled in',
      text: 'version: 1\napi: ${NONE}\nopenapi: ${EMPTY}\nroleClaim: /${A-B}\nserver: http://${HOST',
      mistakes: [
        '2:6 the variable NONE is not set | set it in the environment: export NONE=...',
        '3:10 the variable EMPTY is empty | set it in the environment: export EMPTY=...',
        "4:12 'A-B' is no name of a variable | write `${NAME}` for a variable, `$${` for these characters themselves",
        '5:9 `${` is not closed by `}` | write `${NAME}` for a variable, `$${` for these characters themselves',
      ],
    },
    {
      name: 'a key that JavaScript would lose',
      text: 'version: 1\nsubjects:\n  __proto__: { role: reader }',
      mistakes: ["3:3 '__proto__' cannot be used as a key | choose another name"],
    },
    {
      name: 'a second document',
      text: 'version: 1\n---\nversion: 1',
      mistakes: [
        '2:1 not valid YAML: there is more than one document | keep one document: remove what follows `---`',
      ],
    },
  ])('$name', ({ text, mistakes }) => {
    expect(mistakesIn(text)).toEqual(mistakes);
  });
});

test('no mistake repeats what a variable held, nor a password', () => {
  const text = 'version: 1\nserver: ${API_TOKEN}\nsubjects: { agus: { role: a, password: [s3cret] } }';
  expect(mistakesIn(text).join()).not.toMatch(/tok-123|s3cret/);
});

test('no text makes it throw anything but an AuthctlError', () => {
  const words = fc.constantFrom(
    'version: 1\n',
    'routes:\n',
    '  GET /a: ',
    'subjects: ',
    'agus: ',
    '{ ',
    '}',
    '[',
    ']',
    'allow: ',
    'role: ',
    'reader',
    ', ',
    '\n',
    '&a ',
    '*a',
    '${',
    '}',
    '1',
    'null',
    '"',
    '__proto__: ',
    'constructor: ',
    '<<: ',
    'when: own',
    'params: ',
    'login: ',
    'body: ',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((parts) => `version: 1\n${parts.join('')}`),
    fc
      .jsonValue()
      .map((value) => `version: 1\nroutes: ${JSON.stringify(value)}\nsubjects: ${JSON.stringify(value)}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      mistakesIn(text);
    }),
    { numRuns: 300 },
  );
});

test('lint: the rules it names, with their places', () => {
  const text = 'version: 1\nlint:\n  disable: [kid.missing]\n  severity:\n    alg.none: low\n';
  const file = { text, file: 'authctl.yaml', path: '/project/authctl.yaml' };
  expect(readConfig(file, {}).lint).toEqual([
    { rule: 'kid.missing', severity: 'off', at: { file: 'authctl.yaml', line: 3, column: 13 } },
    { rule: 'alg.none', severity: 'low', at: { file: 'authctl.yaml', line: 5, column: 5 } },
  ]);
});

test.for([
  { text: 'lint: { disabled: [] }', message: /disabled/ },
  { text: 'lint: { severity: { alg.none: fatal } }', message: /critical, high, medium, low, info/ },
])('$text is refused', ({ text, message }) => {
  const file = { text: `version: 1\n${text}\n`, file: 'authctl.yaml', path: '/project/authctl.yaml' };
  expect(() => readConfig(file, {})).toThrow(message);
});
