import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Clock } from '../../../../src/server/clock.js';
import { demoSettings } from '../../../../src/server/demo-settings.js';
import { issuerHost } from '../../../../src/server/issuer-host.js';
import { KeyRing } from '../../../../src/server/key-ring.js';
import { LiveState } from '../../../../src/server/live-state.js';
import { authorizationServerMetadata } from '../../../../src/server/oauth/metadata.js';
import { createEngine } from '../../../../src/server/oauth/provider/create-engine.js';
import { generateSigningKeys } from '../../../../src/server/signing-keys.js';

/** What the engine would say of itself, if it were asked. */
async function metadataOfEngine(): Promise<{ issuer: string; body: Record<string, unknown>; ours: object }> {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => listener.once('listening', done));
  const { port } = listener.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const keys = new KeyRing(await generateSigningKeys());
  const clock = new Clock(() => Math.floor(Date.now() / 1000));
  const state = new LiveState({ issuer, port, isLocal: true, clock, keys, settings: demoSettings });
  const host = issuerHost(state);
  await host.prepare();
  const engine = createEngine(host);
  listener.on('request', (request, response) => void engine.handle(request, response));
  try {
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
    const { apiScopes, key } = host;
    return {
      issuer,
      body: (await answer.json()) as Record<string, unknown>,
      ours: authorizationServerMetadata({ issuer, alg: key.alg, apiScopes }),
    };
  } finally {
    listener.closeAllConnections();
    listener.close();
  }
}

const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);
const normal = (document: object) =>
  Object.fromEntries(Object.entries(document).map(([name, value]) => [name, sorted(value)]));

test('what is published without the engine is what the engine does', async () => {
  const { issuer, body, ours } = await metadataOfEngine();
  const published = normal(ours);
  const differences = Object.entries(normal(body)).filter(
    ([name, value]) => JSON.stringify(published[name]) !== JSON.stringify(value),
  );
  expect(Object.fromEntries(differences)).toEqual({
    // The engine puts in what it knows of each ID token, and calls normal claims by their name.
    claims_supported: expect.arrayContaining(['iss', 'sub', 'role', 'roles']),
    claim_types_supported: ['normal'],
  });
  expect(Object.keys(published).filter((name) => !(name in body))).toEqual([
    'userinfo_endpoint',
    'service_documentation',
    'introspection_endpoint_auth_methods_supported',
    'introspection_endpoint_auth_signing_alg_values_supported',
    'revocation_endpoint_auth_methods_supported',
    'revocation_endpoint_auth_signing_alg_values_supported',
    'request_parameter_supported',
    'protected_resources',
  ]);
  expect(issuer).toBe(body.issuer);
});
