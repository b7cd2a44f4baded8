import * as oidc from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../../../src/server/start.js';
import { Browser } from '../../../support/browser.js';

const REDIRECT = 'http://127.0.0.1:49152/callback';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const discover = (id: string, secret?: string) =>
  oidc.discovery(new URL(server.issuer), id, secret, secret ? undefined : oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });

const me = async (token: string) =>
  (await fetch(`${server.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })).json();

test('authorization code with PKCE: log in, consent, and the API knows who it is', async () => {
  const config = await discover('authctl');
  const verifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: 'openid articles:read users:write',
    state: 'a-state',
    nonce: 'a-nonce',
    login_hint: 'agus',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const callback = await new Browser().follow(url.href);
  const tokens = await oidc.authorizationCodeGrant(config, new URL(callback), {
    pkceCodeVerifier: verifier,
    expectedState: 'a-state',
    expectedNonce: 'a-nonce',
    idTokenExpected: true,
  });
  expect(await me(tokens.access_token)).toEqual({ id: 2, username: 'agus', role: 'reader' });
});

test('client credentials: the API knows the client by its role', async () => {
  const config = await discover('demo-service', 'demo-service-secret');
  const { access_token, scope } = await oidc.clientCredentialsGrant(config, { scope: 'articles:read' });
  expect(scope).toBe('articles:read');
  expect(await me(access_token)).toEqual({ id: 0, username: 'demo-service', role: 'reader' });
});
