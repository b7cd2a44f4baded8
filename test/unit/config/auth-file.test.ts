import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAuthFile } from '../../../src/config/auth-file.js';
import { AuthctlError } from '../../../src/errors.js';

const at = (line: number, column: number) => ({ file: 'auth.yaml', line, column });

test('users are read with what the template says where they say nothing', () => {
  const text = `schemaVersion: "0.2.0"
auth:
  - name: agus
    loginEndpointAuth:
      payloadRaw: '{"username": "agus", "password": "agus-demo"}'
  - name: william
    loginEndpointAuth:
      verb: PUT
      payloadUserPwd: { username: w, password: "456", usernameField: user, passwordField: pwd }
  - name: sari
    fixedHeaders: [{ name: X-Key, value: key-of-sari }, { name: Accept, value: application/json }]
authTemplate:
  loginEndpointAuth:
    endpoint: /login
    verb: POST
    contentType: application/json
    token: { extractFrom: body, extractSelector: /a/t, sendIn: header, sendName: Authorization, sendTemplate: "Bearer {token}" }
configs: { maxTime: 5m }
`;
  const users = readAuthFile(
    text.replace('  - name: sari\n    fixed', '  - name: sari\n    fixed'),
    'auth.yaml',
  );
  const bearer = { Authorization: 'Bearer {{token}}' };
  const json = { 'Content-Type': 'application/json' };
  const step = { path: '/login', headers: json, capture: { token: '/a/t' }, owns: {} };
  expect(users).toEqual([
    {
      name: 'agus',
      username: 'agus',
      login: {
        steps: [
          {
            ...step,
            method: 'POST',
            body: '{"username": "agus", "password": "agus-demo"}',
            at: at(3, 5),
          },
        ],
        headers: bearer,
        sendsCookies: false,
      },
      secrets: ['agus-demo', 'agus-demo'],
      at: at(3, 5),
    },
    {
      name: 'william',
      username: 'w',
      password: '456',
      login: {
        steps: [
          { ...step, method: 'PUT', body: { user: '{{username}}', pwd: '{{password}}' }, at: at(6, 5) },
        ],
        headers: bearer,
        sendsCookies: false,
      },
      secrets: ['456'],
      at: at(6, 5),
    },
    {
      name: 'sari',
      username: 'sari',
      login: {
        steps: [{ ...step, method: 'POST', at: at(10, 5) }],
        headers: { 'X-Key': 'key-of-sari', Accept: 'application/json', ...bearer },
        sendsCookies: false,
      },
      secrets: ['key-of-sari'],
      at: at(10, 5),
    },
  ]);
});

/** The login of the one user of a file. */
const loginOf = (member: string) =>
  readAuthFile(`auth:\n  - name: agus\n    ${member}\n`, 'auth.yaml')[0]?.login;

describe('ways to log in', () => {
  const endpoint = (rest: string) => loginOf(`loginEndpointAuth: { endpoint: /l, verb: POST, ${rest} }`);

  test.for([
    {
      name: 'fixed headers alone',
      login: () => loginOf('fixedHeaders: [{ name: A, value: b }]'),
      is: { headers: { A: 'b' } },
    },
    {
      name: 'cookies',
      login: () => endpoint('expectCookies: true'),
      is: { steps: [{ capture: {} }], headers: {}, sendsCookies: true },
    },
    {
      name: 'a form',
      login: () =>
        endpoint(
          'expectCookies: true, contentType: application/x-www-form-urlencoded, payloadUserPwd: { username: a, password: b, usernameField: u, passwordField: p }',
        ),
      is: { steps: [{ form: { u: '{{username}}', p: '{{password}}' } }] },
    },
    {
      name: 'a token in a header of the answer, sent in the query',
      login: () =>
        endpoint('token: { extractFrom: header, extractSelector: X-T, sendIn: query, sendName: t }'),
      is: { steps: [{ capture: { token: 'header:X-T' } }], headers: {}, query: { t: '{{token}}' } },
    },
    {
      name: 'a token as version 0.1 of the schema has it',
      login: () => endpoint('token: { extractFromField: /t, httpHeaderName: X-T, headerPrefix: "JWT " }'),
      is: { steps: [{ capture: { token: '/t' } }], headers: { 'X-T': 'JWT {{token}}' } },
    },
    {
      name: 'at another server',
      login: () =>
        loginOf(
          'loginEndpointAuth: { externalEndpointURL: "https://id.example.com/l?x=1", verb: GET, expectCookies: true }',
        ),
      is: { steps: [{ method: 'GET', path: 'https://id.example.com/l?x=1' }] },
    },
    {
      name: 'with headers of its own',
      login: () => endpoint('expectCookies: true, headers: [{ name: Authorization, value: Basic YQ== }]'),
      is: { steps: [{ headers: { Authorization: 'Basic YQ==' } }] },
    },
  ])('$name', ({ login, is }) => {
    expect(login()).toMatchObject(is);
  });
});

describe('a file that cannot be used', () => {
  const mistakes = (text: string): readonly string[] => {
    try {
      readAuthFile(text, 'auth.yaml');
      return [];
    } catch (error) {
      if (!(error instanceof AuthctlError)) throw error;
      return [{ message: error.message, at: error.at, hint: error.hint }, ...(error.also ?? [])].map(
        (problem) => `${problem.at?.line}:${problem.at?.column} ${problem.message} | ${problem.hint}`,
      );
    }
  };
  const entry = (rest: string) => `auth:\n  - name: agus\n    ${rest}\n`;
  const login = (rest: string) => entry(`loginEndpointAuth: { endpoint: /l, verb: POST, ${rest} }`);

  test.for([
    {
      text: '- a',
      is: [
        '1:1 not an authentication file: expected keys and values | write a list of users under `auth:`, as Web Fuzzing Commons has it',
      ],
    },
    { text: 'auth: []', is: [expect.stringMatching(/^1:7 .*at least one user/)] },
    { text: entry('password: x'), is: [expect.stringMatching(/^3:5 .*password/)] },
    {
      text: entry('fixedHeaders: []'),
      is: ['2:5 nothing says how this user logs in | add `loginEndpointAuth:` or `fixedHeaders:`'],
    },
    {
      text: 'auth:\n  - name: anonymous\n    fixedHeaders: [{ name: a, value: b }]\n',
      is: [
        "2:5 a user cannot be named 'anonymous' | give it another name; a caller without credentials comes along",
      ],
    },
    {
      text: entry('fixedHeaders: [{ name: a, value: b }]\n    requireMockHandling: true'),
      is: ['4:5 a login that needs a mocked service cannot be made from outside | remove this user'],
    },
    {
      text: entry('fixedHeaders: [{ name: a, value: b }]\n    createUsers: { endpoint: /users }'),
      is: ['4:5 users are not made by a probe | make them beforehand, and list them under `auth:`'],
    },
    {
      text: entry('fixedHeaders: [{ name: a, value: b }, { name: A, value: c }]'),
      is: ['3:5 a header stands twice | join the values into one header, with commas'],
    },
    {
      text: entry('fixedHeaders: [{ name: a, value: "{{b}}" }]'),
      is: ['3:31 `{{` in the header a cannot be sent | write the login under `login:` in authctl.yaml'],
    },
    {
      text: login('contentType: text/plain'),
      is: ['3:5 nothing says what the login gives | add `token:`, or `expectCookies: true`'],
    },
    {
      text: entry('loginEndpointAuth: { expectCookies: true }'),
      is: [
        '3:5 the login request has no `verb` | add `verb: POST`',
        '3:5 the login request needs either `endpoint` or `externalEndpointURL` | give one of the two',
      ],
    },
    {
      text: login('expectCookies: true, payloadRaw: a, payloadUserPwd: { username: b }'),
      is: [
        '3:73 `payloadRaw` and `payloadUserPwd` exclude each other | keep one of the two',
        '3:88 lacks password, usernameField, passwordField | add it',
      ],
    },
    {
      text: login(
        'expectCookies: true, contentType: text/xml, payloadUserPwd: { username: a, password: b, usernameField: u, passwordField: p }',
      ),
      is: ['3:73 no payload is made as text/xml | write it out under `payloadRaw`'],
    },
    {
      text: login('expectCookies: true, payloadRaw: "{{a}}"'),
      is: ['3:73 `{{` in a payload cannot be sent | write the login as `steps:` in authctl.yaml'],
    },
    {
      text: login('token: {}'),
      is: [
        '3:52 nothing says where the token is in the answer | add `extractSelector:`, such as /access_token',
        '3:52 nothing says how the token is sent | add `sendName: Authorization`',
      ],
    },
    {
      text: login('token: { extractSelector: token, sendName: A, sendTemplate: Bearer }'),
      is: [
        "3:61 'token' is no JSON Pointer | write '/token', or extractFrom: header",
        '3:98 the template has no place for the token | write it like `Bearer {token}`',
      ],
    },
    {
      text: 'auth:\n  - { name: a, fixedHeaders: [{ name: a, value: b }] }\n  - { name: a, fixedHeaders: [{ name: a, value: b }] }\n',
      is: ["3:13 the name 'a' stands twice in auth | give one of the two another name"],
    },
    {
      text: 'auth:\n  - name: a\nauthTemplate:\n  loginEndpointAuth: { endpoint: /l, verb: POST, token: { sendName: A } }\n',
      is: [
        '4:50 nothing says where the token is in the answer | add `extractSelector:`, such as /access_token',
      ],
    },
  ])('$text', ({ text, is }) => {
    expect(mistakes(text)).toEqual(is);
  });
});

test('no text makes it throw anything but an AuthctlError', () => {
  const words = fc.constantFrom(
    'auth',
    'name',
    'fixedHeaders',
    'loginEndpointAuth',
    'token',
    'verb',
    'a',
    '{{',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(words, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('record')),
    list: fc.array(tie('any'), { maxLength: 3 }),
    record: fc.dictionary(words, tie('any'), { maxKeys: 4 }),
  })).record;
  fc.assert(
    fc.property(value, (data) => {
      try {
        readAuthFile(JSON.stringify(data), 'auth.json');
      } catch (error) {
        expect(error).toBeInstanceOf(AuthctlError);
      }
    }),
    { numRuns: 200 },
  );
});
