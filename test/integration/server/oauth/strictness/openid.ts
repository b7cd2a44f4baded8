import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect } from 'vitest';
import { Browser } from '../../../../support/browser.js';
import { failure, SERVICE, type TestIssuer, WEB, WEB_CALLBACK } from '../../../../support/test-issuer.js';
import type { Check } from './check.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

const askForDevice = (issuer: TestIssuer, changes = {}) =>
  issuer.post('/oauth/device_authorization', {
    client_id: 'authctl',
    scope: 'openid articles:read',
    ...changes,
  });

const poll = async (issuer: TestIssuer, device_code: string, client_id = 'authctl') =>
  failure(await issuer.token({ grant_type: DEVICE, client_id, device_code }));

const userinfo = (issuer: TestIssuer, token: string | undefined, method = 'GET') =>
  issuer.send(method, '/oauth/userinfo', { headers: token ? { authorization: `Bearer ${token}` } : {} });

/** RFC 8628 (device flow), RFC 8414 and 9728 (metadata), RFC 7591 (registration), OpenID Connect. */
export const openidChecks: readonly Check[] = [
  {
    section: 'RFC 8628 3.2',
    says: 'a device gets codes, addresses and how long to wait',
    ask: async (issuer) => (await askForDevice(issuer)).body,
    answer: {
      device_code: expect.any(String),
      user_code: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/),
      verification_uri: expect.stringMatching(/\/oauth\/device$/),
      verification_uri_complete: expect.stringMatching(/\/oauth\/device\?user_code=/),
      expires_in: 600,
      interval: 5,
    },
  },
  {
    section: 'RFC 8628 3.5',
    says: 'whoever asks early is told to wait, and then to slow down',
    ask: async (issuer) => {
      const { device_code } = (await askForDevice(issuer)).body;
      return [await poll(issuer, device_code), await poll(issuer, device_code)];
    },
    answer: [
      [400, 'authorization_pending'],
      [400, 'slow_down'],
    ],
  },
  {
    section: 'RFC 8628 3.5',
    says: 'a code that never was is an invalid grant',
    ask: (issuer) => poll(issuer, 'made-up'),
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 8628 3.1',
    says: 'a client that may not use the flow is not authorized for it',
    ask: async (issuer) => failure(await issuer.post('/oauth/device_authorization', {}, SERVICE)),
    answer: [400, 'unauthorized_client'],
  },
  {
    section: 'RFC 8628 3.3',
    says: 'a person types the code, compares it, logs in, consents, and the device has its tokens',
    ask: async (issuer) => {
      const { device_code, user_code, verification_uri } = (await askForDevice(issuer)).body;
      const browser = new Browser();
      await browser.follow(verification_uri);
      await browser.submit({ user_code: user_code.toLowerCase().replace('-', ' ') });
      await browser.submit({ confirm: 'yes' });
      await browser.submit({ username: 'agus', password: 'agus-demo' });
      await browser.submit({ consent: 'yes' });
      const { body } = await issuer.token({ grant_type: DEVICE, client_id: 'authctl', device_code });
      return [/<h1>(.*)<\/h1>/.exec(browser.body)?.[1], (await issuer.me(body.access_token)).body.username];
    },
    answer: ['Your device is connected', 'agus'],
  },
  {
    section: 'RFC 8628 3.5',
    says: 'a person refuses, and the device is told',
    ask: async (issuer) => {
      const { device_code, verification_uri_complete } = (await askForDevice(issuer)).body;
      const browser = new Browser();
      await browser.follow(verification_uri_complete);
      await browser.submit({ abort: 'yes' });
      return poll(issuer, device_code);
    },
    answer: [400, 'access_denied'],
  },
  {
    section: 'RFC 8628 3.3',
    says: 'a code that is not there is asked for again',
    ask: async (issuer) => {
      const browser = new Browser();
      await browser.follow(`${issuer.url}/oauth/device`);
      await browser.submit({ user_code: 'BBBB-BBBB' });
      return /role="alert"[^>]*>([^<]*)</.exec(browser.body)?.[1];
    },
    answer: 'There is no such code. Compare it with what your device shows.',
  },
  {
    section: 'RFC 8628 3.4',
    says: 'a device code is bound to its client',
    ask: async (issuer) => {
      const { device_code } = (await askForDevice(issuer)).body;
      return failure(await issuer.token({ grant_type: DEVICE, device_code }, WEB));
    },
    answer: [400, 'unauthorized_client'],
  },
  {
    section: 'RFC 8414 3',
    says: 'the issuer of the metadata is the address it is read from',
    ask: async (issuer) =>
      (await issuer.get('/.well-known/oauth-authorization-server')).body.issuer === issuer.url,
    answer: true,
  },
  {
    section: 'RFC 8414 2',
    says: 'every endpoint that is named answers',
    ask: async (issuer) => {
      const { body } = await issuer.get('/.well-known/oauth-authorization-server');
      const named = Object.entries(body).filter(([name]) => /(_endpoint|_uri)$/.test(name));
      const answers = await Promise.all(
        named.map(
          async ([name, url]) => [name, (await fetch(String(url), { redirect: 'manual' })).status] as const,
        ),
      );
      return answers.filter(([, status]) => status === 404 || status >= 500);
    },
    answer: [],
  },
  {
    section: 'RFC 9728 3.3',
    says: 'the metadata of the API names the API',
    ask: async (issuer) =>
      (await issuer.get('/.well-known/oauth-protected-resource')).body.resource === issuer.url,
    answer: true,
  },
  {
    section: 'RFC 9728 5.1',
    says: 'a 401 leads there',
    ask: async (issuer) => {
      const challenge = (await issuer.get('/me')).headers.get('www-authenticate') ?? '';
      const url = /resource_metadata="([^"]*)"/.exec(challenge)?.[1] ?? '';
      return (
        ((await (await fetch(url)).json()) as { authorization_servers: string[] })
          .authorization_servers[0] === issuer.url
      );
    },
    answer: true,
  },
  {
    section: 'RFC 7591 3.2.1',
    says: 'a client registers itself, and uses what it got',
    ask: async (issuer) => {
      const metadata = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };
      const { status, body } = await issuer.send('POST', '/oauth/register', {
        body: JSON.stringify(metadata),
        headers: { 'content-type': 'application/json' },
      });
      const client = { id: body.client_id, secret: body.client_secret };
      return [status, (await issuer.token({ grant_type: 'client_credentials' }, client)).status];
    },
    answer: [201, 200],
  },
  {
    section: 'RFC 7591 3.2.2',
    says: 'an address with a fragment cannot be registered',
    ask: async (issuer) =>
      failure(
        await issuer.send('POST', '/oauth/register', {
          body: JSON.stringify({ redirect_uris: ['https://app.example/#x'] }),
          headers: { 'content-type': 'application/json' },
        }),
      ),
    answer: [400, 'invalid_redirect_uri'],
  },
  {
    section: 'OpenID Connect Core 2',
    says: 'an ID token has the required claims, the nonce, and one audience',
    ask: async (issuer) => {
      const { id_token = '' } = await issuer.login({ nonce: 'a-nonce' });
      return [decodeProtectedHeader(id_token).typ, decodeJwt(id_token)];
    },
    answer: [
      undefined,
      expect.objectContaining({
        iss: expect.any(String),
        sub: '2',
        aud: 'authctl',
        nonce: 'a-nonce',
        exp: expect.any(Number),
        iat: expect.any(Number),
      }),
    ],
  },
  {
    section: 'OpenID Connect Core 15.1',
    says: 'ID tokens are signed with RS256, by a key of the key set',
    ask: async (issuer) => {
      const { id_token = '' } = await issuer.login();
      const { body } = await issuer.get('/jwks.json');
      const { payload, protectedHeader } = await jwtVerify(id_token, createLocalJWKSet(body));
      return [protectedHeader.alg, payload.aud];
    },
    answer: ['RS256', 'authctl'],
  },
  {
    section: 'OpenID Connect Registration 2',
    says: 'a client that registers for another algorithm gets that one, and for one that is not there none',
    ask: (issuer) =>
      Promise.all(
        ['ES256', undefined, 'HS256', 'none'].map(async (id_token_signed_response_alg) => {
          const metadata = { redirect_uris: [WEB_CALLBACK], id_token_signed_response_alg };
          const { status, body } = await issuer.send('POST', '/oauth/register', {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(metadata),
          });
          return [status, body.id_token_signed_response_alg ?? body.error];
        }),
      ),
    answer: [
      [201, 'ES256'],
      [201, 'RS256'],
      [400, 'invalid_client_metadata'],
      [400, 'invalid_client_metadata'],
    ],
  },
  {
    section: 'OpenID Connect Core 3.1.2.1',
    says: 'without the scope openid there is no ID token',
    ask: async (issuer) => (await issuer.login({ scope: 'articles:read' })).id_token,
    answer: undefined,
  },
  {
    section: 'OpenID Connect Core 3.1.2.6',
    says: 'prompt=none without a session is answered login_required',
    ask: async (issuer) => (await issuer.authorize({ prompt: 'none', login_hint: undefined })).error,
    answer: 'login_required',
  },
  {
    section: 'OpenID Connect Core 3.1.2.1',
    says: 'prompt=login asks for the password of a person who is logged in',
    ask: async (issuer) => {
      const browser = new Browser();
      await issuer.authorize({}, browser);
      await issuer.authorize({ prompt: 'login', login_hint: undefined }, browser);
      return /<h1>(.*)<\/h1>/.exec(browser.body)?.[1];
    },
    answer: 'Log in',
  },
  {
    section: 'OpenID Connect Core 3.1.2.1',
    says: 'max_age puts auth_time into the ID token',
    ask: async (issuer) =>
      typeof decodeJwt((await issuer.login({ max_age: '100' })).id_token ?? '').auth_time,
    answer: 'number',
  },
  {
    section: 'OpenID Connect Core 3.1.2.6',
    says: 'a person who refuses is an access_denied',
    ask: async (issuer) => {
      const browser = new Browser();
      await issuer.authorize({ login_hint: undefined }, browser);
      return new URL(await browser.submit({ cancel: 'yes' })).searchParams.get('error');
    },
    answer: 'access_denied',
  },
  {
    section: 'OpenID Connect Core 3.1.2.6',
    says: 'request objects are not supported, and this is what is said',
    ask: async (issuer) => (await issuer.authorize({ request: 'eyJhbGciOiJub25lIn0.e30.' })).error,
    answer: 'request_not_supported',
  },
  {
    section: 'OpenID Connect Core 5.3.2',
    says: 'user-info says the same sub as the ID token, and who it is',
    ask: async (issuer) => {
      const { access_token, id_token = '' } = await issuer.login({ scope: 'openid profile' });
      const { body } = await userinfo(issuer, access_token);
      return [body.sub === decodeJwt(id_token).sub, body];
    },
    answer: [
      true,
      { sub: '2', id: 2, username: 'agus', role: 'reader', roles: ['reader'], preferred_username: 'agus' },
    ],
  },
  {
    section: 'OpenID Connect Core 5.3.1',
    says: 'user-info is asked by POST too',
    ask: async (issuer) => (await userinfo(issuer, (await issuer.login()).access_token, 'POST')).status,
    answer: 200,
  },
  {
    section: 'OpenID Connect Core 5.3.3',
    says: 'a token without the scope openid learns nothing',
    ask: async (issuer) => {
      const { status, body } = await userinfo(
        issuer,
        (await issuer.login({ scope: 'articles:read' })).access_token,
      );
      return [status, body.error];
    },
    answer: [403, 'insufficient_scope'],
  },
  {
    section: 'OpenID Connect Core 5.3.3',
    says: 'nor does nobody',
    ask: async (issuer) => (await userinfo(issuer, undefined)).status,
    answer: 401,
  },
  {
    section: 'OpenID Connect Discovery 3',
    says: 'every required member is there',
    ask: async (issuer) => {
      const { body } = await issuer.get('/.well-known/openid-configuration');
      const required = [
        'issuer',
        'authorization_endpoint',
        'token_endpoint',
        'jwks_uri',
        'response_types_supported',
      ];
      expect(body.id_token_signing_alg_values_supported).toContain('RS256');
      return [...required, 'subject_types_supported', 'id_token_signing_alg_values_supported'].filter(
        (name) => !(name in body),
      );
    },
    answer: [],
  },
  {
    section: 'OpenID Connect RP-Initiated Logout 2',
    says: 'after a logout the person is sent to the registered address, and the tokens are dead',
    ask: async (issuer) => {
      const browser = new Browser();
      const { code = '' } = await issuer.authorize(
        { client_id: WEB.id, redirect_uri: WEB_CALLBACK },
        browser,
      );
      const { body } = await issuer.exchange(code, { redirect_uri: WEB_CALLBACK }, WEB);
      const query = new URLSearchParams({
        id_token_hint: body.id_token,
        post_logout_redirect_uri: 'https://app.example/bye',
        state: 'a-state',
      });
      await browser.follow(`${issuer.url}/oauth/logout?${query}`);
      const end = await browser.submit({ logout: 'yes' });
      return [end, (await issuer.me(body.access_token)).status];
    },
    answer: ['https://app.example/bye?state=a-state', 401],
  },
  {
    section: 'OpenID Connect RP-Initiated Logout 3',
    says: 'an address that is not registered is never gone to',
    ask: async (issuer) => {
      const { id_token = '' } = await issuer.login();
      const browser = new Browser();
      const query = new URLSearchParams({
        id_token_hint: id_token,
        post_logout_redirect_uri: 'https://evil.example/',
      });
      await browser.follow(`${issuer.url}/oauth/logout?${query}`);
      return browser.status;
    },
    answer: 400,
  },
];
