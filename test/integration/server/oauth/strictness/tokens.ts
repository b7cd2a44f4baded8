import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect } from 'vitest';
import {
  CI_ISSUER,
  failure,
  hashOf,
  OTHER_API,
  SERVICE,
  STRICT,
  seconds,
  type TestIssuer,
  WEB,
  WEB_CALLBACK,
} from '../../../../support/test-issuer.js';
import type { Check } from './check.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TYPE = 'urn:ietf:params:oauth:token-type';

/** A token request of the service with a DPoP proof; the nonce is asked for first. */
async function bound(issuer: TestIssuer, claims: object = {}, header: object = {}) {
  const send = async (nonce: object) =>
    issuer.token({ grant_type: 'client_credentials' }, SERVICE, {
      dpop: await issuer.device.proof('POST', `${issuer.url}/oauth/token`, { ...nonce, ...claims }, header),
    });
  const first = await send({});
  const nonce = first.headers.get('dpop-nonce');
  return nonce === null ? first : send({ nonce });
}

async function boundToken(issuer: TestIssuer): Promise<string> {
  const { body } = await bound(issuer);
  return body.access_token;
}

async function withProof(
  issuer: TestIssuer,
  claims: (token: string) => object = () => ({}),
  scheme = 'DPoP',
) {
  const token = await boundToken(issuer);
  const dpop = await issuer.device.proof('GET', `${issuer.url}/me`, { ath: hashOf(token), ...claims(token) });
  const { status, body } = await issuer.get('/me', { authorization: `${scheme} ${token}`, dpop });
  return [status, body.error ?? body.username];
}

const introspect = async (issuer: TestIssuer, token: string | undefined) =>
  (await issuer.post('/oauth/introspect', { token }, SERVICE)).body;

const push = (issuer: TestIssuer, changes = {}) =>
  issuer.post(
    '/oauth/par',
    issuer.authorizationParams({ client_id: WEB.id, redirect_uri: WEB_CALLBACK, ...changes }),
    WEB,
  );

/** RFC 7009, 7662 (revocation, introspection), 7523, 8693 (assertions, exchange), 8707, 9068, 9126, 9449. */
export const tokenChecks: readonly Check[] = [
  {
    section: 'RFC 7009 2.2',
    says: 'a revoked refresh token is worth nothing',
    ask: async (issuer) => {
      const { refresh_token: token } = await issuer.login();
      const { status } = await issuer.post('/oauth/revoke', { token, client_id: 'authctl' });
      const refresh = { grant_type: 'refresh_token', client_id: 'authctl', refresh_token: token };
      return [status, failure(await issuer.token(refresh))];
    },
    answer: [200, [400, 'invalid_grant']],
  },
  {
    section: 'RFC 7009 2.1',
    says: 'revoking a refresh token ends the access tokens of its grant',
    ask: async (issuer) => {
      const { access_token, refresh_token } = await issuer.login();
      await issuer.post('/oauth/revoke', { token: refresh_token, client_id: 'authctl' });
      return (await issuer.me(access_token ?? '')).status;
    },
    answer: 401,
  },
  {
    section: 'RFC 7009 2',
    says: 'a revoked access token is refused by the API, though it is a JWT',
    ask: async (issuer) => {
      const token = await issuer.service();
      const before = (await issuer.me(token)).status;
      const { status } = await issuer.post('/oauth/revoke', { token }, SERVICE);
      return [before, status, (await issuer.me(token)).status];
    },
    answer: [200, 200, 401],
  },
  {
    section: 'RFC 7009 2.2',
    says: 'revoking what is no token succeeds',
    ask: async (issuer) => (await issuer.post('/oauth/revoke', { token: 'rubbish' }, SERVICE)).status,
    answer: 200,
  },
  {
    section: 'RFC 7009 2.1',
    says: "another client's token is not for it to revoke",
    ask: async (issuer) => {
      const token = await issuer.service();
      const { status } = await issuer.post('/oauth/revoke', { token }, WEB);
      return [status, (await issuer.me(token)).status];
    },
    answer: [400, 200],
  },
  {
    section: 'RFC 7009 2.1',
    says: 'who revokes is authenticated',
    ask: async (issuer) =>
      failure(await issuer.post('/oauth/revoke', { token: 'x' }, { ...SERVICE, secret: 'x' })),
    answer: [401, 'invalid_client'],
  },
  {
    section: 'RFC 7662 2.2',
    says: 'an access token is active, with what it says',
    ask: async (issuer) => introspect(issuer, await issuer.service({ scope: 'articles:read' })),
    answer: expect.objectContaining({
      active: true,
      client_id: SERVICE.id,
      token_type: 'Bearer',
      scope: 'articles:read',
      role: 'reader',
      exp: expect.any(Number),
    }),
  },
  {
    section: 'RFC 7662 2.2',
    says: 'a refresh token is active too',
    ask: async (issuer) => (await introspect(issuer, (await issuer.login()).refresh_token)).active,
    answer: true,
  },
  {
    section: 'RFC 7662 2.2',
    says: 'a revoked token is not active, and nothing else is said',
    ask: async (issuer) => {
      const token = await issuer.service();
      await issuer.post('/oauth/revoke', { token }, SERVICE);
      return introspect(issuer, token);
    },
    answer: { active: false },
  },
  {
    section: 'RFC 7662 2.2',
    says: 'nor is what is no token',
    ask: async (issuer) => [
      await introspect(issuer, 'rubbish'),
      await introspect(issuer, 'eyJhbGciOiJub25lIn0.e30.'),
    ],
    answer: [{ active: false }, { active: false }],
  },
  {
    section: 'RFC 7662 2.1',
    says: 'who asks is authenticated',
    ask: async (issuer) => (await issuer.post('/oauth/introspect', { token: await issuer.service() })).status,
    answer: 400,
  },
  {
    section: 'RFC 7662 4',
    says: "a public client learns nothing of others' tokens",
    ask: async (issuer) => {
      const token = await issuer.service();
      return (await issuer.post('/oauth/introspect', { token, client_id: 'authctl' })).body;
    },
    answer: { active: false },
  },
  {
    section: 'RFC 7523 3',
    says: 'an assertion of the client is exchanged for a token of the user that it names',
    ask: async (issuer) => {
      const { body } = await assert(issuer);
      return (await issuer.me(body.access_token)).body.username;
    },
    answer: 'sari',
  },
  {
    section: 'RFC 7523 3',
    says: 'an assertion serves once',
    ask: async (issuer) => {
      const jti = 'once';
      await assert(issuer, { jti });
      return failure(await assert(issuer, { jti }));
    },
    answer: [400, 'invalid_grant'],
  },
  ...(
    [
      ['for another audience', { aud: 'https://other.example' }],
      ['that has expired', { exp: seconds() - 60 }],
      ['without an expiry', { exp: undefined }],
      ['of an issuer that is not known', { iss: 'https://evil.example' }],
      ['about nobody', { sub: 'nobody' }],
    ] as const
  ).map(
    ([what, changes]): Check => ({
      section: 'RFC 7523 3',
      says: `an assertion ${what} is refused`,
      ask: async (issuer) => failure(await assert(issuer, changes)),
      answer: [400, 'invalid_grant'],
    }),
  ),
  {
    section: 'RFC 8693 2.2.1',
    says: 'an access token is exchanged, and the new one says for whom',
    ask: async (issuer) => {
      const { access_token: subject_token } = await issuer.login();
      const { body } = await exchange(issuer, { subject_token, subject_token_type: `${TYPE}:access_token` });
      const { sub, client_id } = decodeJwt(body.access_token);
      return [body.issued_token_type, body.refresh_token, sub, client_id];
    },
    answer: [`${TYPE}:access_token`, undefined, '2', SERVICE.id],
  },
  {
    section: 'RFC 8693 2.1',
    says: 'no more scope comes out than went in',
    ask: async (issuer) => {
      const { access_token: subject_token } = await issuer.login({
        scope: 'articles:read',
        login_hint: 'sari',
      });
      const params = { subject_token, subject_token_type: `${TYPE}:access_token`, scope: 'users:write' };
      return failure(await exchange(issuer, params));
    },
    answer: [400, 'invalid_scope'],
  },
  {
    section: 'RFC 8693 2.1',
    says: "a CI system's token stands for the user it is configured for",
    ask: async (issuer) => {
      const claims = {
        iss: CI_ISSUER,
        sub: 'repo:a/b',
        aud: issuer.url,
        exp: seconds() + 60,
        iat: seconds(),
      };
      const params = { subject_token: await issuer.ci.sign(claims), subject_token_type: `${TYPE}:jwt` };
      const { body } = await exchange(issuer, params);
      return (await issuer.me(body.access_token)).body.username;
    },
    answer: 'william',
  },
  {
    section: 'RFC 8693 2.2.2',
    says: 'a subject token that is worth nothing is an invalid request',
    ask: async (issuer) =>
      failure(await exchange(issuer, { subject_token: 'a.b.c', subject_token_type: `${TYPE}:access_token` })),
    answer: [400, 'invalid_request'],
  },
  {
    section: 'RFC 8693 2.1',
    says: 'the type of the subject token must be given',
    ask: async (issuer) => failure(await exchange(issuer, { subject_token: await issuer.service() })),
    answer: [400, 'invalid_request'],
  },
  {
    section: 'RFC 8693 4.1',
    says: 'an actor is named in the new token',
    ask: async (issuer) => {
      const [subject, actor] = await Promise.all([issuer.login(), issuer.login({ login_hint: 'sari' })]);
      const type = `${TYPE}:access_token`;
      const { body } = await exchange(issuer, {
        subject_token: subject.access_token,
        subject_token_type: type,
        actor_token: actor.access_token,
        actor_token_type: type,
      });
      return decodeJwt(body.access_token).act;
    },
    answer: { sub: '3', client_id: 'authctl' },
  },
  {
    section: 'RFC 8707 2',
    says: 'a token is for the resource that was asked for, and the API refuses it',
    ask: async (issuer) => {
      const token = await issuer.service({ resource: OTHER_API });
      return [decodeJwt(token).aud, (await issuer.me(token)).status];
    },
    answer: [OTHER_API, 401],
  },
  {
    section: 'RFC 8707 2',
    says: 'an unknown resource is an invalid target',
    ask: async (issuer) =>
      failure(
        await issuer.token({ grant_type: 'client_credentials', resource: 'https://other.example/' }, SERVICE),
      ),
    answer: [400, 'invalid_target'],
  },
  {
    section: 'RFC 8707 2',
    says: 'a resource with a fragment is none',
    ask: async (issuer) =>
      failure(await issuer.token({ grant_type: 'client_credentials', resource: `${OTHER_API}#x` }, SERVICE)),
    answer: [400, 'invalid_target'],
  },
  {
    section: 'RFC 8707 2.2',
    says: 'what was not granted cannot be asked for at the token endpoint',
    ask: async (issuer) => failure(await issuer.exchange(await issuer.code(), { resource: OTHER_API })),
    answer: [400, 'invalid_target'],
  },
  {
    section: 'RFC 9068 2.1',
    says: 'the header says at+jwt, and which key',
    ask: async (issuer) => decodeProtectedHeader(await issuer.service()),
    answer: { alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) },
  },
  {
    section: 'RFC 9068 2.2',
    says: 'every claim is there, and who it is in the words of the API',
    ask: async (issuer) => decodeJwt((await issuer.login()).access_token ?? ''),
    answer: {
      iss: expect.any(String),
      sub: '2',
      aud: expect.any(String),
      client_id: 'authctl',
      exp: expect.any(Number),
      iat: expect.any(Number),
      jti: expect.any(String),
      scope: 'openid articles:read',
      id: 2,
      username: 'agus',
      role: 'reader',
      roles: ['reader'],
    },
  },
  {
    section: 'RFC 9068 4',
    says: 'an ID token is no access token',
    ask: async (issuer) => (await issuer.me((await issuer.login()).id_token ?? '')).status,
    answer: 401,
  },
  {
    section: 'RFC 9126 2.2',
    says: 'a pushed request gets an address that ends soon',
    ask: async (issuer) => {
      const { status, body } = await push(issuer);
      return [status, body.request_uri.startsWith('urn:ietf:params:oauth:request_uri:'), body.expires_in];
    },
    answer: [201, true, 60],
  },
  {
    section: 'RFC 9126 4',
    says: 'that address is all that the browser carries',
    ask: async (issuer) => {
      const { body } = await push(issuer);
      const none = Object.fromEntries(
        Object.keys(issuer.authorizationParams()).map((name) => [name, undefined]),
      );
      const { code } = await issuer.authorize({ ...none, client_id: WEB.id, request_uri: body.request_uri });
      return (await issuer.exchange(code ?? '', { redirect_uri: WEB_CALLBACK }, WEB)).status;
    },
    answer: 200,
  },
  {
    section: 'RFC 9126 2.1',
    says: 'a mistake is found when it is pushed',
    ask: async (issuer) => failure(await push(issuer, { redirect_uri: 'https://evil.example/' })),
    answer: [400, 'invalid_request'],
  },
  {
    section: 'RFC 9126 7.3',
    says: 'a pushed request serves once',
    ask: async (issuer) => {
      const { body } = await push(issuer);
      const go = () =>
        issuer.authorize({ client_id: WEB.id, redirect_uri: WEB_CALLBACK, request_uri: body.request_uri });
      await go();
      const again = await go();
      return again.error ?? again.page;
    },
    answer: 'invalid_request_uri',
  },
  {
    section: 'RFC 9126 6',
    says: 'a client that must push cannot do without',
    ask: async (issuer) =>
      (await issuer.authorize({ client_id: STRICT.id, redirect_uri: WEB_CALLBACK })).error,
    answer: 'invalid_request',
  },
  {
    section: 'RFC 9449 8',
    says: 'a proof without a nonce is told to use one',
    ask: async (issuer) => {
      const dpop = await issuer.device.proof('POST', `${issuer.url}/oauth/token`);
      const reply = await issuer.token({ grant_type: 'client_credentials' }, SERVICE, { dpop });
      return [...failure(reply), reply.headers.has('dpop-nonce')];
    },
    answer: [400, 'use_dpop_nonce', true],
  },
  {
    section: 'RFC 9449 5',
    says: 'a token with a proof is bound to the key',
    ask: async (issuer) => {
      const { body } = await bound(issuer);
      return [body.token_type, decodeJwt(body.access_token).cnf];
    },
    answer: ['DPoP', { jkt: expect.any(String) }],
  },
  {
    section: 'RFC 9449 5.2',
    says: 'a client that must bind its tokens cannot do without a proof',
    ask: async (issuer) => failure(await issuer.token({ grant_type: 'client_credentials' }, STRICT)),
    answer: [400, 'invalid_grant'],
  },
  ...(
    [
      ['for another address', { htu: 'https://other.example/oauth/token' }, {}],
      ['for another method', { htm: 'GET' }, {}],
      ['with a nonce that was never given', { nonce: 'made-up' }, {}],
      ['of another type', {}, { typ: 'JWT' }],
      ['without its key', {}, { jwk: undefined }],
    ] as const
  ).map(
    ([what, claims, header]): Check => ({
      section: 'RFC 9449 4.3',
      says: `a proof ${what} is refused`,
      ask: async (issuer) => {
        const [status, error] = failure(await bound(issuer, claims, header));
        return [status, /^(invalid_dpop_proof|use_dpop_nonce)$/.test(error)];
      },
      answer: [400, true],
    }),
  ),
  {
    section: 'RFC 9449 7.1',
    says: 'the API takes a bound token with a proof',
    ask: (issuer) => withProof(issuer),
    answer: [200, SERVICE.id],
  },
  {
    section: 'RFC 9449 7.1',
    says: 'and not as a bearer token',
    ask: (issuer) => withProof(issuer, () => ({}), 'Bearer'),
    answer: [401, 'invalid_token'],
  },
  {
    section: 'RFC 9449 7.1',
    says: 'a token that is not bound is no DPoP token',
    ask: async (issuer) =>
      (await issuer.get('/me', { authorization: `DPoP ${await issuer.service()}` })).body.error,
    answer: 'invalid_token',
  },
  ...(
    [
      ['for another token', () => ({ ath: hashOf('another') })],
      ['without its token', () => ({ ath: undefined })],
      ['for another address', () => ({ htu: 'https://other.example/me' })],
      ['that is old', () => ({ iat: seconds() - 3600 })],
      ['without a name', () => ({ jti: undefined })],
    ] as const
  ).map(
    ([what, claims]): Check => ({
      section: 'RFC 9449 4.3',
      says: `the API refuses a proof ${what}`,
      ask: (issuer) => withProof(issuer, claims),
      answer: [401, 'invalid_dpop_proof'],
    }),
  ),
  {
    section: 'RFC 9449 11.1',
    says: 'a proof serves once at the API',
    ask: async (issuer) => {
      const token = await boundToken(issuer);
      const dpop = await issuer.device.proof('GET', `${issuer.url}/me`, { ath: hashOf(token) });
      const go = async () => (await issuer.get('/me', { authorization: `DPoP ${token}`, dpop })).status;
      return [await go(), await go()];
    },
    answer: [200, 401],
  },
];

async function assert(issuer: TestIssuer, changes: object = {}) {
  const now = seconds();
  const authentication = {
    iss: 'signer',
    sub: 'signer',
    aud: issuer.url,
    jti: crypto.randomUUID(),
    iat: now,
    exp: now + 60,
  };
  const claims = { ...authentication, sub: 'sari', jti: crypto.randomUUID(), ...changes };
  return issuer.token({
    grant_type: BEARER,
    assertion: await issuer.client.sign(claims),
    client_assertion: await issuer.client.sign(authentication),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
}

const exchange = (issuer: TestIssuer, params: Readonly<Record<string, string | undefined>>) =>
  issuer.token({ grant_type: EXCHANGE, ...params }, SERVICE);
