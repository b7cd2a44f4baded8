import { request as httpRequest } from 'node:http';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { type BundledServer, NOW, startBundledServer } from '../../support/bundled-server.js';

let bundled: BundledServer;
beforeEach(async () => {
  bundled = await startBundledServer();
});
afterEach(() => bundled.server.close());

async function control(method: string, path: string, json?: object) {
  const authorization = `Bearer ${bundled.server.controlAt.token}`;
  const { status, body } = await bundled.send(method, `/_authctl/${path}`, {
    headers: { authorization },
    ...(json && { json }),
  });
  return { status, body: body as Record<string, unknown> };
}

const statusAs = async (authorization: string, path: string) =>
  (await bundled.send('GET', path, { headers: { authorization } })).status;

test('the state of a server holds no secret', async () => {
  await bundled.cookie('agus');
  const { status, body } = await control('GET', 'state');
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      schema: 'authctl/server-state@1',
      issuer: bundled.server.issuer,
      now: NOW,
      clockOffset: 0,
      keys: [expect.stringMatching(/^[\w-]{43}$/)],
      faults: [],
      weaknesses: [],
      users: [
        { id: 1, username: 'william', role: 'editor' },
        { id: 2, username: 'agus', role: 'reader' },
        { id: 3, username: 'sari', role: 'admin' },
      ],
      sessions: 1,
      objects: { articles: 3 },
    },
  });
});

test('only who has the token controls the server', async () => {
  for (const authorization of [
    '',
    'Bearer ',
    'Bearer x',
    'Basic x',
    (await bundled.bearer('sari')).authorization,
  ]) {
    const reply = await bundled.send('POST', '/_authctl/reset', { headers: { authorization } });
    expect({ authorization, status: reply.status }).toEqual({ authorization, status: 401 });
  }
});

test('only by a name of this machine: a page whose name was made to lead here is refused', async () => {
  const status = await new Promise((resolve, reject) => {
    const { port, controlAt } = bundled.server;
    const headers = { host: 'rebound.example', authorization: `Bearer ${controlAt.token}` };
    httpRequest({ host: '127.0.0.1', port, path: '/_authctl/state', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(403);
});

test('events are told line by line, and hold no token, query or body', async () => {
  const { authorization } = await bundled.bearer('agus');
  await bundled.send('GET', '/articles?token=secret', { headers: { authorization } });
  const { token } = bundled.server.controlAt;
  const reply = await bundled.send('GET', '/_authctl/events?follow=false', {
    headers: { authorization: `Bearer ${token}` },
  });
  const lines = String(reply.body).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      schema: 'authctl/request@1',
      time: '2026-01-01T00:00:00Z',
      path: '/login',
      why: 'logged in, token issued',
    },
    { method: 'GET', path: '/articles', status: 200, caller: { username: 'agus', scheme: 'token' } },
  ]);
  for (const secret of ['secret', 'agus-demo', token, authorization])
    expect(String(reply.body)).not.toContain(secret);
});

test('events are followed as they come, until the server is closed', async () => {
  const { url, token } = bundled.server.controlAt;
  const answer = await fetch(`${url}events`, { headers: { authorization: `Bearer ${token}` } });
  await bundled.send('GET', '/health');
  const chunks: string[] = [];
  for await (const chunk of answer.body ?? []) {
    chunks.push(Buffer.from(chunk).toString());
    if (chunks.join('').includes('\n')) await bundled.server.close();
  }
  expect(JSON.parse(chunks.join(''))).toMatchObject({ method: 'GET', path: '/health', status: 200 });
});

test('what a control set stays over a reload, until the configuration says something else; a reset ends it', async () => {
  const { server } = bundled;
  const now = () => [server.controls.snapshot().faults, server.weaknesses];
  server.controls.setFaults(['status:path=/x']);
  server.controls.setWeaknesses(['bola']);
  server.configure({ ...demoSettings, users: demoSettings.users.slice(1) });
  const reloaded = now();
  server.configure({ ...demoSettings, faults: ['reset:path=/y'] });
  const changed = now();
  server.controls.reset();
  expect([reloaded, changed, now()]).toEqual([
    [['status:path=/x'], ['bola']],
    [['reset:path=/y'], ['bola']],
    [['reset:path=/y'], []],
  ]);
});

test('keys are rotated: what was signed before stays valid, and the new key is published first', async () => {
  await bundled.send('GET', '/jwks.json');
  const before = await bundled.bearer('agus');
  const old = (await control('GET', 'state')).body.keys;
  const { body } = await control('POST', 'keys');
  const [oldAccess, oldIdentity] = old as string[];
  expect(body.keys).toEqual([body.kid, oldAccess, expect.any(String), oldIdentity]);
  const after = await bundled.bearer('agus');
  expect([await statusAs(before.authorization, '/me'), await statusAs(after.authorization, '/me')]).toEqual([
    200, 200,
  ]);
  const { body: jwks } = await bundled.send('GET', '/jwks.json');
  expect((jwks as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)).toEqual(body.keys);
});

test('the clock is moved, and tokens and sessions end by it', async () => {
  const { authorization } = await bundled.bearer('agus');
  const { cookie } = await bundled.cookie('agus');
  expect((await control('POST', 'clock', { advance: 900 })).body).toEqual({
    now: NOW + 900,
    clockOffset: 900,
  });
  expect(await statusAs(authorization, '/me')).toBe(401);
  expect((await bundled.send('GET', '/me', { headers: { cookie } })).status).toBe(200);
  await control('POST', 'clock', { at: NOW + 3_600 });
  expect((await bundled.send('GET', '/me', { headers: { cookie } })).status).toBe(401);
  expect((await control('POST', 'clock', { advance: -3_600 })).body).toEqual({ now: NOW, clockOffset: 0 });
});

test('any token is minted', async () => {
  const { body } = await control('POST', 'token', {
    username: 'agus',
    lifetime: 5,
    claims: { role: 'admin', x: 1 },
  });
  const token = String(body.access_token);
  expect(decodeJwt(token)).toMatchObject({ sub: '2', role: 'admin', x: 1, exp: NOW + 5 });
  // The API goes by the user, not by what a token says of the role.
  expect([await statusAs(`Bearer ${token}`, '/me'), await statusAs(`Bearer ${token}`, '/users')]).toEqual([
    200, 403,
  ]);
});

test('weaknesses are switched on and off while the server runs', async () => {
  const { authorization } = await bundled.bearer('agus');
  expect(await statusAs(authorization, '/users')).toBe(403);
  expect((await control('PUT', 'weaknesses', { weaknesses: ['bfla'] })).body).toEqual({
    weaknesses: ['bfla'],
  });
  expect(await statusAs(authorization, '/users')).toBe(200);
  await control('PUT', 'weaknesses', { weaknesses: [] });
  expect(await statusAs(authorization, '/users')).toBe(403);
});

test('a role is changed at once', async () => {
  const { authorization } = await bundled.bearer('agus');
  await control('POST', 'role', { username: 'agus', role: 'admin' });
  expect(await statusAs(authorization, '/users')).toBe(200);
});

test('a reset makes everything what it was', async () => {
  const headers = await bundled.bearer('sari');
  const { cookie } = await bundled.cookie('agus');
  await bundled.send('DELETE', '/articles/1', { headers });
  await bundled.send('DELETE', '/users/1', { headers });
  await control('POST', 'role', { username: 'agus', role: 'admin' });
  await control('POST', 'clock', { advance: 5 });
  await control('PUT', 'faults', { faults: ['status:path=/x'] });
  const { body } = await control('POST', 'reset');
  expect(body).toMatchObject({ sessions: 0, clockOffset: 0, faults: [], objects: { articles: 3 } });
  expect(body.users).toHaveLength(3);
  expect((await bundled.send('GET', '/me', { headers: { cookie } })).status).toBe(401);
  expect(await statusAs(headers.authorization, '/users')).toBe(200);
});

test('a device is approved and denied by its code', async () => {
  const device = async () => {
    const body = new URLSearchParams({ client_id: 'authctl', scope: 'articles:read' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const path = '/oauth/device_authorization';
    return (await bundled.send('POST', path, { headers, body })).body as string;
  };
  const codeOf = async () => {
    const answer = (await device()) as unknown;
    return (typeof answer === 'string' ? JSON.parse(answer) : answer) as { user_code: string };
  };
  const [{ user_code: one }, { user_code: other }] = [await codeOf(), await codeOf()];
  expect([
    (await control('POST', 'device', { user_code: one, approve_as: 'agus' })).body,
    (await control('POST', 'device', { user_code: one, approve_as: 'agus' })).status,
    (await control('POST', 'device', { user_code: other })).body,
    (await control('POST', 'device', { user_code: 'NONE' })).status,
  ]).toEqual([{ decision: 'approved' }, 404, { decision: 'denied' }, 404]);
});

test.for([
  {
    request: 'PUT faults',
    json: { faults: ['statsu'] },
    why: "there is no fault 'statsu'; did you mean 'status'?",
  },
  { request: 'PUT faults', json: { faults: 'status' }, why: 'faults must be given, as a list of texts' },
  { request: 'POST token', json: { username: 'x' }, why: "there is no user 'x'; users: william, agus, sari" },
  { request: 'POST token', json: {}, why: 'username must be given, as text' },
  { request: 'POST clock', json: { advance: '5' }, why: 'advance must be given, as a whole number' },
  {
    request: 'POST role',
    json: { username: 'agus', role: 'x' },
    why: "there is no role 'x'; roles: reader, editor, admin",
  },
])('$request $json: $why', async ({ request, json, why }) => {
  const [method = '', path = ''] = request.split(' ');
  expect(await control(method, path, json)).toEqual({
    status: 400,
    body: { error: 'invalid_request', error_description: why },
  });
});

test('what there is not', async () => {
  expect([(await control('GET', 'nothing')).status, (await control('DELETE', 'state')).status]).toEqual([
    404, 405,
  ]);
});
