import { expect } from 'vitest';
import { Browser } from '../../../../support/browser.js';
import {
  CALLBACK,
  CHALLENGE,
  failure,
  SERVICE,
  VERIFIER,
  WEB,
  WEB_CALLBACK,
} from '../../../../support/test-issuer.js';
import type { Check } from './check.js';

/** Of an authorization request: the error that the client is sent, or that the browser stays on a page of status 400. */
const outcome = ({ error, page }: { error?: string; page?: string }) =>
  error ?? (page ? `page ${page}` : 'a code');

/** RFC 6749 (OAuth 2.0), RFC 6750 (bearer tokens), RFC 7636 (PKCE), RFC 9207 (issuer identification). */
export const oauthChecks: readonly Check[] = [
  {
    section: 'RFC 6749 3.1.2.4',
    says: 'an address that is not registered is never gone to',
    ask: async (issuer) => outcome(await issuer.authorize({ redirect_uri: 'https://evil.example/callback' })),
    answer: 'page 400',
  },
  {
    section: 'RFC 6749 3.1.2.3',
    says: 'a longer path than the registered one is another address',
    ask: async (issuer) => outcome(await issuer.authorize({ redirect_uri: `${CALLBACK}/more` })),
    answer: 'page 400',
  },
  {
    section: 'RFC 6749 3.1.2.3',
    says: 'one of two registered addresses must be named',
    ask: async (issuer) => outcome(await issuer.authorize({ client_id: WEB.id, redirect_uri: undefined })),
    answer: 'page 400',
  },
  {
    section: 'RFC 6749 4.1.2.1',
    says: 'an unknown client is told to the person, not to an address',
    ask: async (issuer) => outcome(await issuer.authorize({ client_id: 'nobody' })),
    answer: 'page 400',
  },
  {
    section: 'RFC 6749 4.1.2.1',
    says: 'an unsupported response type goes back to the client',
    ask: async (issuer) => outcome(await issuer.authorize({ response_type: 'token' })),
    answer: 'unsupported_response_type',
  },
  {
    section: 'RFC 6749 4.1.2.1',
    says: 'a missing response type is an invalid request',
    ask: async (issuer) => outcome(await issuer.authorize({ response_type: undefined })),
    answer: 'invalid_request',
  },
  {
    section: 'RFC 6749 4.1.2',
    says: 'state comes back unchanged',
    ask: async (issuer) => (await issuer.authorize({ state: 'a b&c=d' })).state,
    answer: 'a b&c=d',
  },
  {
    section: 'RFC 6749 3.1',
    says: 'a parameter may not be sent twice',
    ask: async (issuer) => outcome(await issuer.authorize({ scope: ['openid', 'articles:read'] })),
    answer: 'invalid_request',
  },
  {
    section: 'RFC 6749 3.1',
    says: 'a parameter that nobody knows is ignored',
    ask: async (issuer) => outcome(await issuer.authorize({ unheard_of: 'yes' })),
    answer: 'a code',
  },
  {
    section: 'RFC 6749 3.3',
    says: 'without a scope the default is given, and said',
    ask: async (issuer) => (await issuer.login({ scope: undefined })).scope,
    answer: 'articles:read',
  },
  {
    section: 'RFC 6749 3.3',
    says: 'what the role does not have is left out, and said',
    ask: async (issuer) => (await issuer.login({ scope: 'openid articles:read users:write' })).scope,
    answer: 'openid articles:read',
  },
  {
    section: 'RFC 6749 4.1.2',
    says: 'a code serves once',
    ask: async (issuer) => {
      const code = await issuer.code();
      await issuer.exchange(code);
      return failure(await issuer.exchange(code));
    },
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 6749 4.1.2',
    says: 'a code that is used twice ends what it was used for before',
    ask: async (issuer) => {
      const code = await issuer.code();
      const { body } = await issuer.exchange(code);
      await issuer.exchange(code);
      const refresh = {
        grant_type: 'refresh_token',
        client_id: 'authctl',
        refresh_token: body.refresh_token,
      };
      return [(await issuer.me(body.access_token)).status, failure(await issuer.token(refresh))];
    },
    answer: [401, [400, 'invalid_grant']],
  },
  {
    section: 'RFC 6749 4.1.3',
    says: 'a code is bound to its client',
    ask: async (issuer) => failure(await issuer.exchange(await issuer.code(), {}, WEB)),
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 6749 4.1.3',
    says: 'a code is bound to its redirect address',
    ask: async (issuer) =>
      failure(await issuer.exchange(await issuer.code(), { redirect_uri: 'http://127.0.0.1:1/callback' })),
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 6749 5.1',
    says: 'tokens are not cached',
    ask: async (issuer) => {
      const { headers } = await issuer.token({ grant_type: 'client_credentials' }, SERVICE);
      return headers.get('cache-control');
    },
    answer: 'no-store',
  },
  {
    section: 'RFC 6749 5.1',
    says: 'token_type and expires_in are there',
    ask: async (issuer) => (await issuer.token({ grant_type: 'client_credentials' }, SERVICE)).body,
    answer: { access_token: expect.any(String), token_type: 'Bearer', expires_in: 900 },
  },
  {
    section: 'RFC 6749 5.2',
    says: 'an unknown grant is an unsupported one',
    ask: async (issuer) => failure(await issuer.token({ grant_type: 'unheard_of' }, SERVICE)),
    answer: [400, 'unsupported_grant_type'],
  },
  {
    section: 'RFC 6749 5.2',
    says: 'a missing grant type is an invalid request',
    ask: async (issuer) => failure(await issuer.token({}, SERVICE)),
    answer: [400, 'invalid_request'],
  },
  {
    section: 'RFC 6749 5.2',
    says: 'a grant that the client may not use is not for it',
    ask: async (issuer) => failure(await issuer.token({ grant_type: 'client_credentials' }, WEB)),
    answer: [400, 'unauthorized_client'],
  },
  {
    section: 'RFC 6749 5.2',
    says: 'a wrong secret is answered 401, with the scheme that was tried',
    ask: async (issuer) => {
      const { status, body, headers } = await issuer.token(
        { grant_type: 'client_credentials' },
        { ...SERVICE, secret: 'wrong' },
      );
      return [status, body.error, headers.get('www-authenticate')?.split(' ')[0]];
    },
    answer: [401, 'invalid_client', 'Basic'],
  },
  {
    section: 'RFC 6749 2.3',
    says: 'a client authenticates in one way at a time',
    ask: async (issuer) =>
      failure(
        await issuer.token({ grant_type: 'client_credentials', client_secret: SERVICE.secret }, SERVICE),
      ),
    answer: [400, 'invalid_request'],
  },
  {
    section: 'RFC 6749 2.3.1',
    says: 'a secret in the body is taken too',
    ask: async (issuer) => {
      const { id, secret } = SERVICE;
      const params = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
      return (await issuer.token(params)).status;
    },
    answer: 200,
  },
  {
    section: 'RFC 6749 2.3.1',
    says: 'a secret in the query is not looked at',
    ask: async (issuer) => {
      const { status } = await issuer.post(
        `/oauth/token?client_id=${SERVICE.id}&client_secret=${SERVICE.secret}`,
        { grant_type: 'client_credentials' },
      );
      return status;
    },
    answer: 400,
  },
  {
    section: 'RFC 6749 3.2',
    says: 'tokens are not to be had by GET',
    ask: async (issuer) => {
      const { status, headers } = await issuer.get('/oauth/token?grant_type=client_credentials');
      return [status, headers.get('allow')];
    },
    answer: [405, 'POST, OPTIONS'],
  },
  {
    section: 'RFC 6749 5.2',
    says: 'a scope with characters that no scope has is invalid',
    ask: async (issuer) =>
      failure(await issuer.token({ grant_type: 'client_credentials', scope: 'a"b' }, SERVICE)),
    answer: [400, 'invalid_scope'],
  },
  {
    section: 'RFC 6749 4.3.2',
    says: 'a wrong password is an invalid grant',
    ask: async (issuer) => {
      const params = { grant_type: 'password', client_id: 'authctl', username: 'agus', password: 'wrong' };
      return failure(await issuer.token(params));
    },
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 6749 6',
    says: 'a refresh may narrow the scope',
    ask: async (issuer) => {
      const { refresh_token } = await issuer.login();
      const params = {
        grant_type: 'refresh_token',
        client_id: 'authctl',
        refresh_token,
        scope: 'articles:read',
      };
      return (await issuer.token(params)).body.scope;
    },
    answer: 'articles:read',
  },
  {
    section: 'RFC 6749 6',
    says: 'a refresh may not widen the scope',
    ask: async (issuer) => {
      const { refresh_token } = await issuer.login();
      const params = {
        grant_type: 'refresh_token',
        client_id: 'authctl',
        refresh_token,
        scope: 'users:write',
      };
      return failure(await issuer.token(params));
    },
    answer: [400, 'invalid_scope'],
  },
  {
    section: 'RFC 6749 10.4',
    says: 'a refresh token is bound to its client',
    ask: async (issuer) => {
      const { refresh_token } = await issuer.login();
      return failure(await issuer.token({ grant_type: 'refresh_token', refresh_token }, WEB));
    },
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 9700 4.14.2',
    says: 'a refresh token is replaced at each use, and its reuse ends the whole family',
    ask: async (issuer) => {
      const first = await issuer.login();
      const refresh = (refresh_token: string | undefined) =>
        issuer.token({ grant_type: 'refresh_token', client_id: 'authctl', refresh_token });
      const second = (await refresh(first.refresh_token)).body;
      return [
        second.refresh_token !== first.refresh_token,
        failure(await refresh(first.refresh_token)),
        failure(await refresh(second.refresh_token)),
        (await issuer.me(second.access_token)).status,
      ];
    },
    answer: [true, [400, 'invalid_grant'], [400, 'invalid_grant'], 401],
  },
  {
    section: 'RFC 6750 3.1',
    says: 'a token that is worth nothing is an invalid one',
    ask: async (issuer) => {
      const { status, headers } = await issuer.me('a.b.c');
      return [status, /error="(\w+)"/.exec(headers.get('www-authenticate') ?? '')?.[1]];
    },
    answer: [401, 'invalid_token'],
  },
  {
    section: 'RFC 6750 3.1',
    says: 'without a token there is no error code',
    ask: async (issuer) =>
      /error=/.test((await issuer.get('/me')).headers.get('www-authenticate') ?? 'error='),
    answer: false,
  },
  {
    section: 'RFC 6750 2.3',
    says: 'a token in the query is not taken',
    ask: async (issuer) => (await issuer.get(`/me?access_token=${await issuer.service()}`)).status,
    answer: 401,
  },
  {
    section: 'RFC 7636 4.4.1',
    says: 'a public client cannot do without a challenge',
    ask: async (issuer) =>
      outcome(await issuer.authorize({ code_challenge: undefined, code_challenge_method: undefined })),
    answer: 'invalid_request',
  },
  {
    section: 'RFC 7636 4.3',
    says: 'the method "plain" is refused',
    ask: async (issuer) =>
      outcome(await issuer.authorize({ code_challenge: VERIFIER, code_challenge_method: 'plain' })),
    answer: 'invalid_request',
  },
  {
    section: 'RFC 7636 4.3',
    says: 'nor is it the default',
    ask: async (issuer) =>
      outcome(await issuer.authorize({ code_challenge: VERIFIER, code_challenge_method: undefined })),
    answer: 'invalid_request',
  },
  {
    section: 'RFC 7636 4.6',
    says: 'another verifier is refused',
    ask: async (issuer) =>
      failure(await issuer.exchange(await issuer.code(), { code_verifier: `${VERIFIER}x` })),
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 7636 4.6',
    says: 'the challenge is no verifier',
    ask: async (issuer) => failure(await issuer.exchange(await issuer.code(), { code_verifier: CHALLENGE })),
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 7636 4.6',
    says: 'a missing verifier is refused',
    ask: async (issuer) => (await issuer.exchange(await issuer.code(), { code_verifier: undefined })).status,
    answer: 400,
  },
  {
    section: 'RFC 9700 4.8.2',
    says: 'a verifier without a challenge is refused (PKCE downgrade)',
    ask: async (issuer) => {
      const params = { client_id: WEB.id, redirect_uri: WEB_CALLBACK };
      const code = await issuer.code({
        ...params,
        code_challenge: undefined,
        code_challenge_method: undefined,
      });
      return failure(await issuer.exchange(code, { redirect_uri: WEB_CALLBACK }, WEB));
    },
    answer: [400, 'invalid_grant'],
  },
  {
    section: 'RFC 9207 2',
    says: 'an answer names its issuer',
    ask: async (issuer) => (await issuer.authorize()).iss === issuer.url,
    answer: true,
  },
  {
    section: 'RFC 9207 2',
    says: 'so does an error',
    ask: async (issuer) => (await issuer.authorize({ response_type: 'token' })).iss === issuer.url,
    answer: true,
  },
  {
    section: 'RFC 8252 7.3',
    says: 'a native client comes back on any port',
    ask: async (issuer) => outcome(await issuer.authorize({ redirect_uri: 'http://[::1]:5/callback' })),
    answer: 'a code',
  },
  {
    section: 'RFC 9700 4.11',
    says: 'a page is not framed, and tells no other site where it was',
    ask: async (issuer) => {
      const browser = new Browser();
      await issuer.authorize({ login_hint: undefined }, browser);
      const { headers } = browser;
      return [
        headers.get('x-frame-options'),
        headers.get('referrer-policy'),
        /frame-ancestors 'none'/.test(headers.get('content-security-policy') ?? ''),
      ];
    },
    answer: ['DENY', 'same-origin', true],
  },
];
