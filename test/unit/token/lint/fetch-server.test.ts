import { expect, test } from 'vitest';
import { fetchKeysOnly, fetchServer } from '../../../../src/token/lint/fetch-server.js';
import { type Scripted, scriptedHttp } from '../../../support/scripted-http.js';

const ISSUER = 'https://as.example';
const OPENID = '/.well-known/openid-configuration';
const key = { kty: 'EC', kid: 'a' };

/** Answers by path, 404 for the rest. */
const web = (answers: Readonly<Record<string, object | number>>) =>
  scriptedHttp(({ url }): Scripted => {
    const body = answers[url];
    return typeof body === 'object' ? { status: 200, body } : (body ?? 404);
  });

test.for([
  {
    title: 'metadata and keys, as they are',
    answers: {
      [OPENID]: { issuer: 'https://evil.example', jwks_uri: `${ISSUER}/jwks` },
      '/jwks': { keys: [key, 5] },
    },
    server: {
      issuer: ISSUER,
      metadata: { issuer: 'https://evil.example', jwks_uri: `${ISSUER}/jwks` },
      keySetUrl: `${ISSUER}/jwks`,
      keys: [key],
    },
    asked: [`GET ${OPENID}`, 'GET /jwks'],
  },
  {
    title: 'no key set',
    answers: { '/.well-known/oauth-authorization-server': { issuer: ISSUER } },
    server: { issuer: ISSUER, metadata: { issuer: ISSUER }, keySetUrl: null, keys: [] },
    asked: [`GET ${OPENID}`, 'GET /.well-known/oauth-authorization-server'],
  },
  {
    title: 'a key set without TLS, which is not fetched',
    answers: { [OPENID]: { jwks_uri: 'http://as.example/jwks' } },
    server: {
      issuer: ISSUER,
      metadata: { jwks_uri: 'http://as.example/jwks' },
      keySetUrl: 'http://as.example/jwks',
      keys: [],
    },
    asked: [`GET ${OPENID}`],
  },
])('$title', async ({ answers, server, asked }) => {
  const http = web(answers);
  expect(await fetchServer(http, ISSUER)).toEqual(server);
  expect(http.asked).toEqual(asked);
});

test.for([
  { title: 'no metadata', answers: {} },
  { title: 'a server that fails', answers: { [OPENID]: 500 } },
  { title: 'a key set that is not there', answers: { [OPENID]: { jwks_uri: `${ISSUER}/jwks` } } },
  {
    title: 'a key set that is none',
    answers: { [OPENID]: { jwks_uri: `${ISSUER}/jwks` }, '/jwks': { a: 1 } },
  },
])('$title: no keys to be had', async ({ answers }) => {
  await expect(fetchServer(web(answers), ISSUER)).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' });
});

test('a key set alone', async () => {
  expect(await fetchKeysOnly(web({ '/jwks': { keys: [key] } }), `${ISSUER}/jwks`)).toEqual({
    issuer: null,
    metadata: null,
    keySetUrl: `${ISSUER}/jwks`,
    keys: [key],
  });
});
