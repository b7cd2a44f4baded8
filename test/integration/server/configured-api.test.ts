import { Validator } from '@seriousme/openapi-schema-validator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readServerConfig } from '../../../src/server/config/read.js';
import { type BundledServer, startBundledServer } from '../../support/bundled-server.js';

const CONFIG = `version: 1
roles: { clerk: [notes:read], boss: [notes:read, notes:write] }
users:
  agus: { id: 1, role: clerk, password: agus-demo, claims: { team: east } }
  william: { id: 2, role: clerk, password: william-demo }
  sari: { id: 3, role: boss, password: "$scrypt$ln=14,r=8,p=1$WoicueHvpQ7uS2Nc1vDuQg$4kUaymnp09iie9eEMW9MFDzREzr/YseKm8aVY3E/JZ8" }
tokens: { lifetime: 5s, algorithm: EdDSA }
resources:
  notes:
    fields: { title: {}, stars: { type: number, optional: true } }
    owner: author
    items: [{ title: One, author: agus }, { id: x7, title: Two, stars: 3, author: william }]
routes:
  GET /v1/notes: { allow: [boss, { role: clerk, when: own }] }
  GET /v1/notes/{note}: { allow: [{ permission: notes:read, when: own }, boss] }
  PATCH /v1/notes/{note}: { allow: [{ permission: notes:read, when: own }] }
  GET /people/{author}/notes: { allow: [boss, { role: clerk, when: own }] }
  POST /people/{author}/notes: { allow: [{ permission: notes:write }] }
  GET /people/{author}/notes/{note}: { allow: any }
  GET /users: { allow: [clerk] }
  POST /teapot: { allow: [boss], status: 418, body: { error: teapot } }
`;

const settingsOf = (text: string) =>
  readServerConfig({ text, file: 'authctl-server.yaml', path: '/authctl-server.yaml' }, {}).settings;

let bundled: BundledServer;
beforeEach(async () => {
  bundled = await startBundledServer({ settings: settingsOf(CONFIG) });
});
afterEach(() => bundled.server.close());

const ONE = { id: 1, title: 'One', author: 1 };
const TWO = { id: 'x7', title: 'Two', stars: 3, author: 2 };

async function ask(username: string | undefined, request: string, json?: object) {
  const [method = '', path = ''] = request.split(' ');
  const headers = username === undefined ? {} : await bundled.bearer(username);
  const { status, body } = await bundled.send(method, path, { headers, ...(json && { json }) });
  return [status, status < 400 || status === 418 ? body : (body as { error: string }).error];
}

test.for([
  { who: 'sari', request: 'GET /v1/notes', answer: [200, [ONE, TWO]] },
  { who: 'agus', request: 'GET /v1/notes', answer: [200, [ONE]] },
  { who: 'william', request: 'GET /v1/notes', answer: [200, [TWO]] },
  { who: undefined, request: 'GET /v1/notes', answer: [401, 'unauthorized'] },
  { who: 'agus', request: 'GET /v1/notes/1', answer: [200, ONE] },
  { who: 'agus', request: 'GET /v1/notes/x7', answer: [403, 'forbidden'] },
  { who: 'sari', request: 'GET /v1/notes/x7', answer: [200, TWO] },
  { who: 'sari', request: 'GET /v1/notes/7', answer: [404, 'not_found'] },
  { who: 'agus', request: 'GET /people/1/notes', answer: [200, [ONE]] },
  { who: 'agus', request: 'GET /people/2/notes', answer: [403, 'forbidden'] },
  { who: 'sari', request: 'GET /people/2/notes', answer: [200, [TWO]] },
  { who: undefined, request: 'GET /people/2/notes/x7', answer: [200, TWO] },
  { who: undefined, request: 'GET /people/1/notes/x7', answer: [404, 'not_found'] },
  { who: 'agus', request: 'GET /users', answer: [200, expect.any(Array)] },
  { who: 'sari', request: 'GET /users', answer: [403, 'forbidden'] },
  { who: 'sari', request: 'POST /teapot', answer: [418, { error: 'teapot' }] },
  { who: 'agus', request: 'POST /teapot', answer: [403, 'forbidden'] },
  { who: 'sari', request: 'GET /articles', answer: [404, 'not_found'] },
])('$who $request: $answer', async ({ who, request, answer }) => {
  expect(await ask(who, request)).toEqual(answer);
});

test.for([
  { json: { stars: 5 }, answer: [200, { ...ONE, stars: 5 }] },
  { json: { title: 'New' }, answer: [200, { ...ONE, title: 'New' }] },
  { json: {}, answer: [200, ONE] },
  { json: { stars: '5' }, answer: [400, 'invalid_request'] },
  { json: { author: 2 }, answer: [400, 'invalid_request'] },
  { json: { id: 9 }, answer: [400, 'invalid_request'] },
])('a change of $json: $answer', async ({ json, answer }) => {
  expect(await ask('agus', 'PATCH /v1/notes/1', json)).toEqual(answer);
});

test('what is created has an id, an owner, and a place', async () => {
  const headers = await bundled.bearer('sari');
  const json = { title: 'Three' };
  const reply = await bundled.send('POST', '/people/1/notes?x=1', { headers, json });
  expect([reply.status, reply.headers.location, reply.body]).toEqual([
    201,
    '/people/1/notes/2',
    { id: 2, title: 'Three', author: 3 },
  ]);
});

test('tokens last and are signed as configured, and say what the user says', async () => {
  const { authorization } = await bundled.bearer('agus');
  const [header = '', payload = ''] = authorization.replace('Bearer ', '').split('.');
  const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(decoded(header)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
  const claims = decoded(payload);
  expect(claims).toMatchObject({ sub: '1', role: 'clerk', scope: 'notes:read', team: 'east' });
  expect(claims.exp - claims.iat).toBe(5);
  bundled.advance(5);
  const { status } = await bundled.send('GET', '/v1/notes', { headers: { authorization } });
  expect(status).toBe(401);
});

test.for(['agus', 'sari'])('%s cannot log in with another password, plain or hashed', async (username) => {
  for (const password of ['', 'x', `${username}-dem`, `${username}-demo `]) {
    const { status } = await bundled.send('POST', '/login', { json: { username, password } });
    expect({ password, status }).toEqual({ password, status: password === '' ? 400 : 401 });
  }
});

test('its description is valid, and says who may', async () => {
  const { body } = await bundled.send('GET', '/openapi.json');
  const { valid, errors } = await new Validator().validate(structuredClone(body) as Record<string, unknown>);
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(body).toMatchObject({
    paths: {
      '/v1/notes': { get: { operationId: 'listNotes', 'x-roles': [{ role: 'clerk', when: 'own' }, 'boss'] } },
      '/v1/notes/{note}': {
        get: {
          'x-roles': [{ role: 'clerk', when: 'own' }, 'boss'],
          parameters: [{ name: 'note', example: 1 }],
        },
      },
      '/people/{author}/notes': { get: { operationId: 'listNotesByAuthor', parameters: [{ example: 1 }] } },
      '/teapot': { post: { responses: { 418: { content: { 'application/json': { schema: {} } } } } } },
    },
    components: {
      schemas: {
        User: { properties: { role: { enum: ['clerk', 'boss'] } } },
        Note: { required: ['id', 'title', 'author'] },
        NoteChanges: { properties: { title: {}, stars: { type: 'number' } } },
      },
    },
  });
});

test('other settings are taken over while it runs: what they say of users holds at once', async () => {
  const agus = await bundled.bearer('agus');
  const william = await bundled.bearer('william');
  const mine = async (headers: { authorization: string }) =>
    (await bundled.send('GET', '/v1/notes', { headers })).body;
  bundled.server.configure(
    settingsOf(
      CONFIG.replace('agus: { id: 1, role: clerk', 'agus: { id: 1, role: boss')
        .replace(/\n {2}william:.*/, '')
        .replace(', author: william', ', author: agus'),
    ),
  );
  expect(await mine(agus)).toEqual([ONE, { ...TWO, author: 1 }]);
  expect(await mine(william)).toMatchObject({ error: 'invalid_token' });
  expect(bundled.server.accounts.map(({ username }) => username)).toEqual(['agus', 'sari']);
});

test('events come as they happen, to whoever asks, until the server is closed', async () => {
  await ask('sari', 'GET /v1/notes');
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { caller, method, path, status } of bundled.server.events()) {
      seen.push(`${caller?.username} ${method} ${path} ${status}`);
      if (seen.length === 3) await bundled.server.close();
    }
  })();
  await bundled.send('GET', '/v1/notes?token=secret');
  await reading;
  expect(seen).toEqual(['sari POST /login 200', 'sari GET /v1/notes 200', 'undefined GET /v1/notes 401']);
});
