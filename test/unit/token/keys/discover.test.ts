import { describe, expect, test } from 'vitest';
import type { Http, HttpOutcome, HttpResponse } from '../../../../src/ports/http.js';
import { discoverKeys, fetchKeySet, metadataUrls } from '../../../../src/token/keys/discover.js';
import { isTrustworthy } from '../../../../src/token/keys/fetch-json.js';
import { ecPair } from '../../../support/tokens.js';

const JWKS = JSON.stringify({ keys: [ecPair().publicKey.export({ format: 'jwk' })] });
const ISSUER = 'https://issuer.example/tenant';
const OPENID = 'https://issuer.example/tenant/.well-known/openid-configuration';
const OAUTH = 'https://issuer.example/.well-known/oauth-authorization-server/tenant';
const KEYS = 'https://issuer.example/jwks';

const answer = (status: number, body: string, headers: HttpResponse['headers'] = {}): HttpResponse => ({
  kind: 'response',
  status,
  headers,
  body,
  truncated: false,
  durationMs: 1,
});

const metadata = (more: object = {}) =>
  answer(200, JSON.stringify({ issuer: ISSUER, jwks_uri: KEYS, ...more }));

/** Answers by URL, 404 for the rest, and says what was asked for. */
function web(answers: Readonly<Record<string, HttpOutcome>>): {
  readonly http: Http;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const send: Http['send'] = async ({ url }) => {
    asked.push(url);
    return answers[url] ?? answer(404, '');
  };
  return { http: { send }, asked };
}

describe('discoverKeys', () => {
  test.for([
    { name: 'OpenID Connect Discovery', answers: { [OPENID]: metadata() }, asked: [OPENID, KEYS] },
    { name: 'RFC 8414', answers: { [OAUTH]: metadata() }, asked: [OPENID, OAUTH, KEYS] },
    {
      name: 'a redirect within the host',
      answers: {
        [OPENID]: answer(302, '', { location: '/moved' }),
        'https://issuer.example/moved': metadata(),
      },
      asked: [OPENID, 'https://issuer.example/moved', KEYS],
    },
  ])('finds keys by $name', async ({ answers, asked }) => {
    const network = web({ ...answers, [KEYS]: answer(200, JWKS) });
    const found = await discoverKeys(network.http, ISSUER);
    expect({ origin: found.origin, keys: found.keys.length, asked: network.asked }).toEqual({
      origin: KEYS,
      keys: 1,
      asked,
    });
  });

  test.for([
    {
      name: 'nothing',
      answers: {},
      message: `no keys from ${ISSUER}: it publishes no metadata (OpenID Connect Discovery, RFC 8414)`,
    },
    {
      name: 'another issuer',
      answers: { [OPENID]: metadata({ issuer: 'https://issuer.example' }) },
      message: `no keys from ${OPENID}: its metadata is for the issuer "https://issuer.example", not ${ISSUER}`,
    },
    {
      name: 'no key set',
      answers: { [OPENID]: metadata({ jwks_uri: null }) },
      message: `no keys from ${OPENID}: its metadata names no \`jwks_uri\``,
    },
    {
      name: 'a key set without TLS',
      answers: { [OPENID]: metadata({ jwks_uri: 'http://issuer.example/jwks' }) },
      message: `no keys from ${OPENID}: its \`jwks_uri\` is http://issuer.example/jwks; keys are fetched over https, or from this machine`,
    },
  ])('$name: not available', async ({ answers, message }) => {
    await expect(discoverKeys(web(answers).http, ISSUER)).rejects.toMatchObject({
      code: 'KEYS_UNAVAILABLE',
      message,
    });
  });

  test('a slash too many is pointed out', async () => {
    const { http } = web({ [OPENID]: metadata({ issuer: `${ISSUER}/` }) });
    await expect(discoverKeys(http, ISSUER)).rejects.toMatchObject({
      hint: `the two differ in the slash at the end: use --issuer ${ISSUER}/`,
    });
  });
});

describe('fetchKeySet', () => {
  const failure: HttpOutcome = {
    kind: 'failure',
    reason: 'timeout',
    message: 'https://issuer.example: it did not answer in time',
  };
  test.for([
    {
      name: 'HTML',
      outcome: answer(200, '<html>', { 'content-type': 'text/html; charset=utf-8' }),
      why: 'it answered text/html, not a JSON object',
    },
    { name: 'a list', outcome: answer(200, '[]'), why: 'it answered no type, not a JSON object' },
    { name: '404', outcome: answer(404, ''), why: 'it answered 404' },
    { name: '500', outcome: answer(500, '{}'), why: 'it answered 500' },
    {
      name: 'no end',
      outcome: { ...answer(200, '{'), truncated: true },
      why: 'it answered more than 1048576 bytes',
    },
    {
      name: 'no keys',
      outcome: answer(200, '{"keys":[]}'),
      why: 'its answer holds no key that verifies signatures',
    },
    { name: 'silence', outcome: failure, why: 'it did not answer in time' },
    {
      name: 'a redirect to another host',
      outcome: answer(302, '', { location: 'https://evil.example/jwks' }),
      why: 'it redirects to https://evil.example, and keys are taken from https://issuer.example only',
    },
    {
      name: 'a redirect to plain HTTP',
      outcome: answer(302, '', { location: 'http://issuer.example/jwks' }),
      why: 'it redirects to http://issuer.example, and keys are taken from https://issuer.example only',
    },
    { name: 'a redirect to nowhere', outcome: answer(302, ''), why: 'it redirects to nowhere' },
    {
      name: 'a redirect to itself',
      outcome: answer(302, '', { location: KEYS }),
      why: 'it redirects in circles',
    },
  ])('$name: $why', async ({ outcome, why }) => {
    const { http } = web({ [KEYS]: outcome });
    await expect(fetchKeySet(http, KEYS)).rejects.toMatchObject({
      code: 'KEYS_UNAVAILABLE',
      message: `no keys from ${KEYS}: ${why}`,
    });
  });
});

test.for([
  [
    'https://a.example',
    [
      'https://a.example/.well-known/openid-configuration',
      'https://a.example/.well-known/oauth-authorization-server',
    ],
  ],
  [
    'https://a.example/',
    [
      'https://a.example/.well-known/openid-configuration',
      'https://a.example/.well-known/oauth-authorization-server',
    ],
  ],
  [ISSUER, [OPENID, OAUTH]],
] as const)('the metadata of %s', ([issuer, urls]) => {
  expect(metadataUrls(issuer)).toEqual(urls);
});

test.for([
  ['https://a.example', true],
  ['http://127.0.0.1:4455/jwks', true],
  ['http://localhost:1', true],
  ['http://[::1]:1', true],
  ['http://a.example', false],
  ['http://127.0.0.1.evil.example', false],
  ['http://localhost.evil.example', false],
  ['file:///etc/passwd', false],
  ['no address', false],
] as const)('keys may be fetched from %s: %s', ([url, may]) => {
  expect(isTrustworthy(url)).toBe(may);
});
