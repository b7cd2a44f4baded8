import { decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { describe, expect, test } from 'vitest';
import { demoSettings } from '../../../../src/server/demo-settings.js';
import type { ClientIdTokenAlgorithm, TokenAlgorithm } from '../../../../src/server/settings.js';
import { generateSigningKeys } from '../../../../src/server/signing-keys.js';
import { type RunningServer, startServer } from '../../../../src/server/start.js';
import { Browser } from '../../../support/browser.js';

const REDIRECT = 'http://127.0.0.1:49152/callback';

/** A client that checks signatures, and is told nothing of algorithms unless `expected` says so. */
async function idTokenOf(server: RunningServer, expected?: string): Promise<string> {
  const metadata = expected === undefined ? {} : { id_token_signed_response_alg: expected };
  const config = await oidc.discovery(new URL(server.issuer), 'authctl', metadata, oidc.None(), {
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
  });
  const verifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: 'openid',
    login_hint: 'agus',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const callback = new URL(await new Browser().follow(url.href));
  const { id_token } = await oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier });
  return id_token ?? expect.unreachable('no ID token');
}

async function serverWith(algorithm: TokenAlgorithm, idTokenAlgorithm?: ClientIdTokenAlgorithm) {
  const [authctl] = demoSettings.clients;
  if (!authctl) throw new Error('the demo has no clients');
  return startServer({
    settings: {
      ...demoSettings,
      tokens: { ...demoSettings.tokens, algorithm },
      clients: [{ ...authctl, ...(idTokenAlgorithm && { idTokenAlgorithm }) }],
    },
  });
}

const keysOf = async (server: RunningServer) =>
  ((await (await fetch(`${server.issuer}/jwks.json`)).json()) as { keys: { alg: string; kid: string }[] })
    .keys;

describe('an ID token is signed', () => {
  test.for<{
    tokens: TokenAlgorithm;
    client?: ClientIdTokenAlgorithm;
    signed: string;
    published: readonly string[];
  }>([
    { tokens: 'ES256', signed: 'RS256', published: ['ES256', 'RS256'] },
    { tokens: 'ES256', client: 'RS256', signed: 'RS256', published: ['ES256', 'RS256'] },
    { tokens: 'ES256', client: 'same', signed: 'ES256', published: ['ES256', 'RS256'] },
    { tokens: 'EdDSA', client: 'same', signed: 'EdDSA', published: ['EdDSA', 'RS256'] },
    { tokens: 'RS256', signed: 'RS256', published: ['RS256'] },
  ])(
    'with $signed where access tokens are with $tokens and the client says $client',
    async ({ tokens, client, signed, published }) => {
      const server = await serverWith(tokens, client);
      try {
        const { alg, kid } = decodeProtectedHeader(await idTokenOf(server, signed));
        const keys = await keysOf(server);
        expect({ alg, published: keys.map((key) => key.alg) }).toEqual({ alg: signed, published });
        expect(keys.find((key) => key.kid === kid)?.alg).toBe(signed);
      } finally {
        await server.close();
      }
    },
  );
});

test('a client that expects nothing gets RS256, and after a rotation one by a new key', async () => {
  const server = await startServer();
  try {
    const before = decodeProtectedHeader(await idTokenOf(server));
    await server.controls.rotateKeys();
    const after = decodeProtectedHeader(await idTokenOf(server));
    expect([before.alg, after.alg, after.kid === before.kid]).toEqual(['RS256', 'RS256', false]);
    expect((await keysOf(server)).map(({ kid }) => kid)).toEqual(
      expect.arrayContaining([before.kid, after.kid]),
    );
  } finally {
    await server.close();
  }
});

test('the RSA key is asked for when it is first needed, and once', async () => {
  let asked = 0;
  const server = await startServer({
    identityKeys: () => {
      asked += 1;
      return generateSigningKeys('RS256');
    },
  });
  try {
    await server.controls.mintToken('agus');
    const beforeKeys = asked;
    const [first, second] = await Promise.all([keysOf(server), keysOf(server)]);
    await idTokenOf(server);
    expect({ beforeKeys, asked, same: first[1]?.kid === second[1]?.kid }).toEqual({
      beforeKeys: 0,
      asked: 1,
      same: true,
    });
  } finally {
    await server.close();
  }
});
