import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BundledServer, NOW, startBundledServer } from '../../support/bundled-server.js';

let bundled: BundledServer;
beforeAll(async () => {
  bundled = await startBundledServer();
});
afterAll(() => bundled.server.close());

const get = async (path: string) => (await bundled.send('GET', path)).body;

test('discovery names what is served, and nothing else', async () => {
  const { issuer } = bundled.server;
  const served = {
    issuer,
    jwks_uri: `${issuer}/jwks.json`,
    response_types_supported: [],
    grant_types_supported: [],
    service_documentation: `${issuer}/openapi.json`,
  };
  expect(await get('/.well-known/oauth-authorization-server')).toEqual(served);
  expect(await get('/.well-known/openid-configuration')).toEqual({
    ...served,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'id', 'username', 'role', 'roles'],
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
