import { describe, expect, test } from 'vitest';
import type { AuthctlError } from '../../../../src/errors.js';
import { SERVER_DRAFT } from '../../../../src/server/config/draft.js';
import { readServerConfig } from '../../../../src/server/config/read.js';
import { demoSettings } from '../../../../src/server/demo-settings.js';

const read = (text: string, env = {}) =>
  readServerConfig({ text, file: 'authctl-server.yaml', path: '/project/authctl-server.yaml' }, env);

/** `line:column: message (hint)` of every mistake. */
function mistakesIn(text: string): readonly string[] {
  try {
    read(text);
  } catch (thrown) {
    const error = thrown as AuthctlError;
    return [error, ...error.also].map(
      ({ at, message, hint }) => `${at?.line}:${at?.column}: ${message} (${hint})`,
    );
  }
  throw new Error('nothing is wrong with it');
}

test('the file that is written first says what the demo is', () => {
  const plain = demoSettings.users.map(({ passwordHash: _, ...account }) => account);
  expect(read(SERVER_DRAFT)).toEqual({
    settings: { ...demoSettings, users: plain },
    itemFiles: new Map(),
    secrets: ['william-demo', 'agus-demo', 'sari-demo', 'demo-service-secret'],
  });
});

test("a section that is left out is the demo's", () => {
  expect(read('version: 1').settings).toEqual(demoSettings);
});

test("an API of one's own", () => {
  const { settings, itemFiles, secrets } = read(
    `version: 1
roles: { clerk: [notes:read], boss: [notes:read, notes:write] }
users:
  agus: { role: clerk, password: "\${AGUS_PASSWORD}", claims: { team: east } }
  sari: { role: boss, password: "$$scrypt$ln=14,r=8,p=1$WoicueHvpQ7uS2Nc1vDuQg$4kUaymnp09iie9eEMW9MFDzREzr/YseKm8aVY3E/JZ8", name: Sari }
tokens: { lifetime: 5s, sessionLifetime: 2h, algorithm: EdDSA }
resources:
  notes:
    fields: { title: {}, stars: { type: number, optional: true } }
    owner: author
    items: [{ title: One, author: sari }, { id: x7, title: Two, stars: 3, author: 1 }]
  categories: { type: Category, fields: { label: { minLength: 2, example: News } }, file: categories.json }
routes:
  GET /v1/notes: { allow: [{ permission: notes:read }], summary: What there is }
  GET /people/{author}/notes: { allow: [boss, { role: clerk, when: own }] }
  GET /v1/category: { allow: any, resource: categories, action: list }
  POST /teapot: { allow: [boss], status: 418, body: { error: teapot } }
weaknesses: all
faults: ["status:503"]
`.replace('$$scrypt', '$scrypt'),
    { AGUS_PASSWORD: 'from the environment' },
  );
  expect(settings).toEqual({
    roles: [
      { name: 'clerk', permissions: ['notes:read'] },
      { name: 'boss', permissions: ['notes:read', 'notes:write'] },
    ],
    users: [
      { id: 1, username: 'agus', role: 'clerk', password: 'from the environment', claims: { team: 'east' } },
      {
        id: 2,
        username: 'sari',
        role: 'boss',
        passwordHash: expect.stringMatching(/^\$scrypt\$/),
        name: 'Sari',
      },
    ],
    clients: demoSettings.clients,
    tokens: { ...demoSettings.tokens, lifetime: 5, sessionLifetime: 7_200, algorithm: 'EdDSA' },
    resources: [
      {
        name: 'notes',
        type: 'Note',
        fields: {
          title: { type: 'text', minLength: 0, maxLength: 1_000, example: 'text' },
          stars: { type: 'number', example: 1, optional: true },
        },
        owner: 'author',
        items: [
          { id: 1, title: 'One', author: 2 },
          { id: 'x7', title: 'Two', stars: 3, author: 1 },
        ],
      },
      {
        name: 'categories',
        type: 'Category',
        fields: { label: { type: 'text', minLength: 2, maxLength: 1_000, example: 'News' } },
        items: [],
      },
    ],
    routes: [
      {
        method: 'GET',
        path: '/v1/notes',
        access: [{ permission: 'notes:read' }],
        summary: 'What there is',
        action: { kind: 'list', resource: 'notes' },
      },
      {
        method: 'GET',
        path: '/people/{author}/notes',
        access: [{ role: 'boss' }, { role: 'clerk', when: 'own' }],
        action: { kind: 'list', resource: 'notes' },
      },
      {
        method: 'GET',
        path: '/v1/category',
        access: 'public',
        action: { kind: 'list', resource: 'categories' },
      },
      {
        method: 'POST',
        path: '/teapot',
        access: [{ role: 'boss' }],
        action: { kind: 'answer', status: 418, body: { error: 'teapot' } },
      },
    ],
    faults: ['status:503'],
    weaknesses: ['all'],
  });
  expect([...itemFiles]).toEqual([['categories', 'categories.json']]);
  expect(secrets).toContain('from the environment');
});

const NOTES = 'resources: { notes: { fields: { title: {} } } }';

describe('what is wrong is said with its place', () => {
  test.for([
    {
      text: '',
      mistakes: ['1:1: the file is empty (write a first one with `authctl init --server`)'],
    },
    {
      text: 'version: 1\nuser: {}',
      mistakes: ["2:1: unknown key 'user' (did you mean 'users'?)"],
    },
    {
      text: 'version: 1\nusers:\n  agus: { role: raeder, password: x }',
      mistakes: [
        "3:17: users.agus.role: the role 'raeder' is not in roles (reader, editor, admin) (did you mean 'reader'?)",
      ],
    },
    {
      text: 'version: 1\nusers:\n  agus: { role: reader }',
      mistakes: ["3:3: users.agus lacks 'password' (add `password:` with text)"],
    },
    {
      text: 'version: 1\nusers:\n  agus: { role: reader, password: "$scrypt$x" }',
      mistakes: [
        '3:35: users.agus.password: not a scrypt hash in PHC format (make one with `authctl serve --hash-password`)',
      ],
    },
    {
      text: 'version: 1\nresources: {}\nroutes: {}\nusers:\n  agus: { role: reader, password: x, claims: { role: admin } }\n  sari: { id: 1, role: admin, password: y }',
      mistakes: [
        "5:54: users.agus.claims: 'role' is set by the server (remove it)",
        '6:15: users.sari: the id 1 is that of agus (give each user an `id:` of its own)',
      ],
    },
    {
      text: 'version: 1\nclients: { 2: { grants: [] } }\ntrustedIssuers: [{ issuer: x, jwks: { keys: [] }, user: agsu }]',
      mistakes: [
        '2:15: clients.2: that is the id of agus (name it otherwise)',
        "3:57: trustedIssuers[0].user: there is no user 'agsu' (did you mean 'agus'?)",
      ],
    },
    {
      text: 'version: 1\nfaults: ["status:503", statsu, "status:x"]',
      mistakes: [
        "2:24: faults: there is no fault 'statsu' (did you mean 'status'?)",
        "2:32: faults: the fault status: code is a number, not 'x' (code: the status)",
      ],
    },
    {
      text: 'version: 1\ntokens: { algorithm: HS256, lifetime: soon }',
      mistakes: [
        "2:22: tokens.algorithm: expected ES256, ES384, ES512, RS256, PS256 or EdDSA, not 'HS256' (did you mean 'ES256'?)",
        "2:39: tokens.lifetime: expected seconds, or a number with s, m, h or d, such as 15m, not 'soon' (undefined)",
      ],
    },
    {
      text: `version: 1\n${NOTES}\nroutes:\n  GET /note: { allow: any }\n  GET /things: { allow: any }`,
      mistakes: [
        "4:3: GET /note: there is no resource 'note' (did you mean 'notes'?)",
        "5:3: GET /things: there is no resource 'things' (name one with `resource:` (notes, users), or say what is answered with `body:`)",
      ],
    },
    {
      text: `version: 1\n${NOTES}\nroutes:\n  GET /notes/{id}: { allow: [{ role: reader, when: own }] }\n  PUT /notes: { allow: [admin] }\n  GET /notes: { allow: any, action: read }\n  HEAD /notes: { allow: any }\n  GET /me: { allow: any, body: 1 }`,
      mistakes: [
        '4:22: GET /notes/{id}: nobody owns notes (add `owner:` to resources.notes, or leave `when` out)',
        '5:3: PUT /notes: method and path do not say what it does (say it with `action:`)',
        '6:3: GET /notes: the action read needs one object (end the path with `/{id}`)',
        "7:3: 'HEAD' is no method that is served (write one of GET, POST, PUT, PATCH, DELETE)",
        '8:3: the server answers GET /me itself (remove it, or choose another path)',
      ],
    },
    {
      text: 'version: 1\nroutes:\n  GET /users: { allow: any }\n  POST /users: { allow: [admin] }\n  GET /a/{x: { allow: any, body: 1 }\n  GET /teams/{team}/articles: { allow: [admin] }\n  POST /articles: { allow: any }\n  POST /x: { allow: any, body: 1, resource: articles }',
      mistakes: [
        '3:17: GET /users: accounts are shown to nobody without a login (name the roles that may)',
        '4:3: POST /users: there is no action create for users (take one of list, read, update, delete)',
        '5:3: the path /a/{x has braces that hold no name (write a parameter as a whole segment: `{name}`)',
        '6:3: GET /teams/{team}/articles: {team} is no member of articles (name a field, or the owner)',
        '7:21: POST /articles: what an unknown caller creates has no owner (name the roles that may)',
        '8:35: POST /x always answers the same, and so is about no resource (keep `status:` and `body:`, or `resource:` and `action:`)',
      ],
    },
    {
      text: 'version: 1\nresources:\n  notes: { owner: author, file: x.json, fields: { id: {} }, items: [{ id: 1, author: agsu }, { id: 1, txt: 2 }] }\nroutes: {}',
      mistakes: [
        '3:33: resources.notes has both items and a file (keep one of the two)',
        "3:55: resources.notes: 'id' is set by the server (remove it)",
        "3:86: resources.notes.items[0]: there is no user 'agsu' who could own it (did you mean 'agus'?)",
        "3:94: resources.notes.items[1] lacks the owner, 'author' (users: william, agus, sari)",
        '3:100: resources.notes.items[1]: the id 1 cannot be used (give each a text or number of its own)',
        "3:108: resources.notes.items[1]: 'txt' is no field (fields: id, author)",
      ],
    },
    {
      text: 'version: 1\nroutes:\n  GET /articles: { allow: [{ permission: article:read }] }',
      mistakes: [
        "3:42: routes['GET /articles'].allow[0].permission: no role has the permission 'article:read' (did you mean 'articles:read'?)",
      ],
    },
  ])('$text', ({ text, mistakes }) => {
    expect(mistakesIn(text)).toEqual(mistakes);
  });
});
