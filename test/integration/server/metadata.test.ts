import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LazyEngine } from '../../../src/server/oauth/engine.js';
import { type BundledServer, NOW, startBundledServer } from '../../support/bundled-server.js';

let bundled: BundledServer;
beforeAll(async () => {
  bundled = await startBundledServer();
});
afterAll(() => bundled.server.close());

const get = async (path: string) => (await bundled.send('GET', path)).body;

test('both kinds of discovery say the same, on whatever origin it is read', async () => {
  const [oauth, openid] = await Promise.all(
    ['oauth-authorization-server', 'openid-configuration'].map((name) =>
      bundled.send('GET', `/.well-known/${name}`),
    ),
  );
  expect(oauth?.body).toEqual(openid?.body);
  expect(oauth?.headers['access-control-allow-origin']).toBe('*');
});

test('neither the documents nor the API load the engine of the authorization server', async () => {
  const load = vi.spyOn(LazyEngine.prototype, 'load');
  const paths = ['openid-configuration', 'oauth-authorization-server', 'oauth-protected-resource'];
  for (const path of paths) await get(`/.well-known/${path}`);
  await get('/jwks.json');
  await bundled.send('GET', '/me', { headers: await bundled.bearer('agus') });
  expect(load).not.toHaveBeenCalled();
});

test('where the engine fails, the request is answered, and the server goes on', async () => {
  vi.spyOn(LazyEngine.prototype, 'load').mockRejectedValueOnce(new Error('made to fail'));
  expect((await bundled.send('POST', '/oauth/token')).status).toBe(500);
  expect(bundled.events.at(-1)?.why).toBe('a defect of the server: Error: made to fail');
  expect((await bundled.send('GET', '/health')).status).toBe(200);
});

test('the API names its authorization server (RFC 9728)', async () => {
  const { issuer } = bundled.server;
  expect(await get('/.well-known/oauth-protected-resource')).toEqual({
    resource: issuer,
    resource_name: 'authctl demo API',
    authorization_servers: [issuer],
    jwks_uri: `${issuer}/jwks.json`,
    scopes_supported: ['articles:read', 'articles:write', 'users:read', 'users:write'],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA', 'RS256', 'PS256'],
    resource_documentation: `${issuer}/openapi.json`,
  });
});

test('a token verifies with nothing but what discovery leads to', async () => {
  const { authorization } = await bundled.bearer('agus');
  const { issuer, jwks_uri } = (await get('/.well-known/openid-configuration')) as Record<string, string>;
  const { payload } = await jwtVerify(
    authorization.slice('Bearer '.length),
    createRemoteJWKSet(new URL(String(jwks_uri))),
    { issuer: String(issuer), audience: String(issuer), typ: 'at+jwt', currentDate: new Date(NOW * 1000) },
  );
  expect(payload).toMatchObject({ id: 2, username: 'agus', role: 'reader' });
});

test('the description has one line a member, and the same lines on every port', async () => {
  const other = await startBundledServer();
  try {
    const linesOf = async ({ server }: BundledServer) =>
      (await (await fetch(`${server.issuer}/openapi.json`)).text())
        .replaceAll(String(server.port), 'PORT')
        .split('\n');
    const lines = await linesOf(bundled);
    expect(lines.filter((line) => /^ {4}"\//.test(line)).map((line) => line.trim())).toEqual([
      '"/login": {',
      '"/session": {',
      '"/me": {',
      '"/articles": {',
      '"/articles/{id}": {',
      '"/users": {',
      '"/users/{id}": {',
      '"/health": {',
    ]);
    expect(await linesOf(other)).toEqual(lines);
  } finally {
    await other.server.close();
  }
});
