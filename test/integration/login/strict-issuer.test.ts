import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oauthLogin } from '../../../src/login/oauth/oauth-login.js';
import type {
  OAuthFlowName,
  OAuthLogin,
  RequestedClient,
} from '../../../src/login/oauth/oauth-login-request.js';
import type { OAuthPorts } from '../../../src/login/oauth/oauth-ports.js';
import type { BearerCredential } from '../../../src/session/session.js';
import { claimsOf } from '../../../src/session/stated.js';
import { browse } from '../../support/browser-by-hand.js';
import { AGUS, oauthLoginRequest, oauthWorld } from '../../support/oauth-world.js';
import {
  ASSERTION_KEY_PEM,
  RESOURCE,
  SECRETS,
  type StrictIssuer,
  startStrictIssuer,
} from '../../support/strict-issuer.js';

/** Every flow against oidc-provider, which nobody here wrote: PKCE and PAR required, DPoP with a nonce. */
let strict: StrictIssuer;
beforeAll(async () => {
  strict = await startStrictIssuer();
});
afterAll(() => strict.close());

async function logIn(changes: Partial<OAuthLogin>, world = oauthWorld()) {
  const result = await oauthLogin(oauthLoginRequest(strict.issuer, changes), world.ports);
  const credential = result.session.credential as BearerCredential;
  return { ...result, credential, claims: claimsOf(credential.accessToken), world };
}

const client = (
  id: string,
  more: Partial<Extract<RequestedClient, { kind: 'known' }>> = {},
): RequestedClient => ({ kind: 'known', id, ...more });

describe('code', () => {
  test('a person logs in with a browser; the request is pushed because the server wants it', async () => {
    const { session, credential, claims, world, roleSource } = await logIn({ scope: 'openid profile' });
    expect({ ...session, credential: Object.keys(credential).sort() }).toEqual({
      name: 'agus',
      server: strict.issuer,
      flow: 'code',
      username: 'agus',
      role: 'reader',
      client: {
        issuer: strict.issuer,
        tokenEndpoint: `${strict.issuer}/token`,
        revocationEndpoint: `${strict.issuer}/token/revocation`,
        endSessionEndpoint: `${strict.issuer}/session/end`,
        clientId: 'cli',
        authentication: { method: 'none' },
      },
      credential: ['accessToken', 'expiresAt', 'idToken', 'kind', 'refreshToken', 'scope'],
      createdAt: expect.any(Number),
    });
    expect(claims).toMatchObject({ iss: strict.issuer, aud: RESOURCE, sub: 'agus', client_id: 'cli' });
    expect(roleSource).toBe('token');
    expect(strict.asked).toContain('/request');
    const secrets = [credential.refreshToken];
    expect(world.secrets).toEqual(expect.arrayContaining(secrets));
  });

  test('the page at the end holds nothing from the query, and is not kept', async () => {
    const { world } = await logIn({});
    const { url, status, headers, text } = await world.ended;
    expect({
      status,
      store: headers.get('cache-control'),
      csp: headers.get('content-security-policy'),
    }).toEqual({
      status: 200,
      store: 'no-store',
      csp: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
    expect(text).toContain('<h1>Logged in</h1>');
    expect(text).not.toMatch(/<script/i);
    for (const value of new URL(url).searchParams.values()) expect(text).not.toContain(value);
  });

  test('DPoP on request: every request has a proof with the nonce that the server wants', async () => {
    const { credential, claims, world } = await logIn({ dpop: true });
    expect(claims.cnf).toEqual({ jkt: expect.any(String) });
    expect(credential.dpopKey).toMatchObject({ kty: 'EC', crv: 'P-256' });
    expect(world.secrets).toContain(credential.dpopKey?.d);
    expect(strict.refusals).toContain('pushed_authorization_request.error: use_dpop_nonce');
  });

  test('DPoP where the server requires it of the client', async () => {
    const { credential, world } = await logIn({ client: client('bound-cli') });
    expect(credential.dpopKey).toBeDefined();
    expect(world.events.map(({ kind }) => kind)).toEqual(['flow', 'authorize', 'callback', 'dpop-required']);
  });

  test('somebody says no', async () => {
    const world = oauthWorld({ ...AGUS, presses: 'no' });
    await expect(logIn({}, world)).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: `${strict.issuer} refused the login: access_denied (somebody said no)`,
      hint: 'somebody said no; log in again and allow it',
    });
    expect((await world.ended).text).toContain('<h1>Not logged in</h1>');
  });

  test.for([
    {
      why: 'a redirect URI that is not registered',
      changes: { callback: { host: '127.0.0.1', port: 0, path: '/elsewhere' } },
      message: /redirect_uri/,
      hint: 'register http://127.0.0.1/elsewhere for this client, or name what is registered with --callback-host, --callback-port, --callback-path',
    },
    {
      why: 'a resource that the server does not know',
      changes: { resource: ['https://other.example.com/'] },
      message: /invalid_target/,
      hint: 'name an API that the server knows with --resource',
    },
    {
      why: 'a client that the server does not know',
      changes: { client: client('nobody') },
      message: /invalid_client/,
      hint: 'check the client id and its secret, and how it is sent: --client-auth basic, post, private-key-jwt or tls',
    },
  ])('$why', async ({ changes, message, hint }) => {
    await expect(logIn(changes)).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: expect.stringMatching(message),
      hint,
    });
  });
});

describe('client credentials', () => {
  test.for<{ how: string; with: RequestedClient }>([
    { how: 'a secret in Authorization', with: client('client_secret_basic', { secret: SECRETS.client }) },
    {
      how: 'a secret in the form',
      with: client('client_secret_post', { secret: SECRETS.client, method: 'client_secret_post' }),
    },
    {
      how: 'a signed assertion',
      with: client('private_key_jwt', { key: { text: ASSERTION_KEY_PEM, file: 'client.pem' } }),
    },
  ])('with $how', async ({ with: requested }) => {
    const { session, claims } = await logIn({ flow: 'client-credentials', client: requested });
    const id = requested.kind === 'known' ? requested.id : '';
    expect({ username: session.username, role: session.role, sub: claims.sub }).toEqual({
      username: id,
      role: 'service',
      sub: id,
    });
  });

  test('a wrong secret', async () => {
    const wrong = client('client_secret_basic', { secret: 'wrong-secret-0000' });
    await expect(logIn({ flow: 'client-credentials', client: wrong })).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: expect.stringContaining('invalid_client'),
    });
  });

  test('bound to a key', async () => {
    const known = client('client_secret_basic', { secret: SECRETS.client });
    const { credential, claims } = await logIn({ flow: 'client-credentials', client: known, dpop: true });
    expect({ bound: credential.dpopKey !== undefined, claim: claims.cnf }).toEqual({
      bound: true,
      claim: { jkt: expect.any(String) },
    });
  });
});

describe('device', () => {
  /** A person who opens the address that is shown, on another device. */
  const atAnotherDevice = (person = AGUS) => {
    const world = oauthWorld();
    const tell: OAuthPorts['tell'] = (event) => {
      world.ports.tell(event);
      if (event.kind === 'device')
        void browse(event.verificationUriComplete ?? '', { ...person, presses: 'yes' });
    };
    // The other device needs time of its own.
    const sleep: OAuthPorts['sleep'] = async (ms) => {
      await world.ports.sleep(ms);
      await new Promise((done) => setTimeout(done, 20));
    };
    return { ...world, ports: { ...world.ports, tell, sleep } };
  };

  test.for([{ dpop: false }, { dpop: true }])('a person logs in elsewhere, DPoP: $dpop', async ({ dpop }) => {
    const { session, credential, claims, world } = await logIn(
      { flow: 'device', dpop, scope: 'openid profile' },
      atAnotherDevice(),
    );
    expect({
      flow: session.flow,
      username: session.username,
      role: session.role,
      bound: claims.cnf !== undefined,
    }).toEqual({
      flow: 'device',
      username: 'agus',
      role: 'reader',
      bound: dpop,
    });
    expect(credential.refreshToken).toBeDefined();
    expect(world.events[1]).toMatchObject({
      kind: 'device',
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
    });
  });

  test('a client that may not', async () => {
    await expect(logIn({ flow: 'device', client: client('no-device') })).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
    });
  });
});

describe('what was got elsewhere', () => {
  const confidential = client('client_secret_basic', { secret: SECRETS.client });
  const subjectToken = { token: SECRETS.subjectToken, type: undefined };

  test.for<{ flow: OAuthFlowName; changes: Partial<OAuthLogin> }>([
    { flow: 'password', changes: { subject: { username: 'agus', password: SECRETS.password } } },
    { flow: 'token-exchange', changes: { subjectToken } },
    { flow: 'jwt-bearer', changes: { subjectToken } },
  ])('$flow', async ({ flow, changes }) => {
    const { session, credential } = await logIn({ flow, client: confidential, ...changes });
    expect({ flow: session.flow, scope: credential.scope }).toEqual({ flow, scope: 'articles:read' });
  });

  test.for<{ flow: OAuthFlowName; changes: Partial<OAuthLogin>; hint: string }>([
    {
      flow: 'password',
      changes: { subject: { username: 'agus', password: 'wrong-password' } },
      hint: 'check the user name and the password',
    },
    {
      flow: 'token-exchange',
      changes: { subjectToken: { token: 'another', type: undefined } },
      hint: 'check the subject token: who issued it, for whom, and whether it has expired',
    },
  ])('$flow, refused', async ({ flow, changes, hint }) => {
    const before = strict.asked.length;
    await expect(logIn({ flow, client: confidential, ...changes })).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      hint,
    });
    // Attempts are counted: a wrong password is sent once.
    expect(strict.asked.slice(before).filter((path) => path === '/token')).toHaveLength(1);
  });

  test('a refresh token is taken over, and replaced by its successor', async () => {
    const first = await logIn({ scope: 'openid offline_access', dpop: false });
    const { refreshToken } = first.credential;
    const { session, credential } = await logIn({ flow: 'refresh', refreshToken });
    expect({ flow: session.flow, username: session.username, role: session.role }).toEqual({
      flow: 'refresh',
      username: 'agus',
      role: 'reader',
    });
    expect(credential.refreshToken).not.toBe(refreshToken);
    await expect(logIn({ flow: 'refresh', refreshToken })).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      hint: 'the refresh token has expired, was used before or was revoked; log in with another flow',
    });
  });
});

describe('a client that registers itself (RFC 7591)', () => {
  const register = (initialAccessToken?: string): RequestedClient => ({
    kind: 'register',
    initialAccessToken,
  });

  test('and logs in with the browser', async () => {
    const { session, world } = await logIn({ client: register(SECRETS.registration) });
    expect(session.username).toBe('agus');
    expect(world.events[0]).toEqual({
      kind: 'registered',
      clientId: session.client?.clientId,
      endpoint: `${strict.issuer}/reg`,
    });
  });

  test('and logs in as itself', async () => {
    const { session, claims } = await logIn({
      flow: 'client-credentials',
      client: register(SECRETS.registration),
    });
    expect(claims.sub).toBe(session.client?.clientId);
    expect(session.client?.authentication.method).toBe('client_secret_basic');
  });

  test('not without what the server wants', async () => {
    await expect(logIn({ client: register() })).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
  });
});
