import { expect, test } from 'vitest';
import { lintServer } from '../../../../../src/token/lint/lint.js';
import { rules } from '../../../../../src/token/lint/registry.js';
import type { ServerSubject } from '../../../../../src/token/lint/subject.js';

const key = { kty: 'EC', crv: 'P-256', kid: 'a', use: 'sig', x: 'AA', y: 'AA' };

/** What a well-run server publishes. */
const sound = {
  issuer: 'https://as.example',
  metadata: {
    issuer: 'https://as.example',
    jwks_uri: 'https://as.example/jwks',
    authorization_endpoint: 'https://as.example/authorize',
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  },
  keySetUrl: 'https://as.example/jwks',
  keys: [key],
} as const satisfies ServerSubject;

const findings = (server: ServerSubject) =>
  lintServer(rules, server).map(({ id, severity, at, message }) => `${severity} ${id} ${at}: ${message}`);

test('a well-run server has no finding', () => {
  expect(findings(sound)).toEqual([]);
});

test.for([
  [[key, { ...key, kid: 'b' }], []],
  [[{ ...key, use: undefined as never, alg: 'ES256' }], []],
  [[key, { ...key, kty: 'RSA' }], []],
  [[key, key], ['medium jwks.duplicate-kid /keys/1: the key has the same `kid` as key 0, `a`']],
  [
    [
      { ...key, kid: undefined as never },
      { ...key, kid: undefined as never },
    ],
    [],
  ],
  [
    [{ kty: 'EC', kid: 'a' }],
    ['medium jwks.no-use /keys/0: nothing says what the key is for: no `use`, no `alg`'],
  ],
  [[{ ...key, d: 'AA' }], ['critical jwks.private-members /keys/0: the key has `d`']],
  [
    [{ kty: 'RSA', use: 'sig', n: 'AA', e: 'AQAB', p: 'AA', q: 'AA' }],
    ['critical jwks.private-members /keys/0: the key has `p`, `q`'],
  ],
  [
    [{ kty: 'oct', k: 'AA', use: 'sig' }],
    ['critical jwks.oct-key /keys/0: the key is a shared secret (`oct`)'],
  ],
] as const)('the keys %j', ([keys, expected]) => {
  expect(findings({ ...sound, keys })).toEqual(expected);
});

test.for([
  [
    { jwks_uri: 'http://127.0.0.1:4455/jwks.json' },
    'low jwks.foreign-host /metadata/jwks_uri: the key set is on `127.0.0.1:4455`, the issuer on `as.example`',
  ],
  [
    { jwks_uri: 'https://keys.example/jwks' },
    'low jwks.foreign-host /metadata/jwks_uri: the key set is on `keys.example`, the issuer on `as.example`',
  ],
  [
    { jwks_uri: 'http://as.example/jwks' },
    'medium jwks.http /metadata/jwks_uri: the key set is at `http://as.example/jwks`',
  ],
  [
    { issuer: 'https://as.example/' },
    'critical meta.issuer-mismatch /metadata/issuer: `issuer` is `https://as.example/`, not `https://as.example`: the two differ in the slash at the end',
  ],
  [
    { issuer: 'https://evil.example' },
    'critical meta.issuer-mismatch /metadata/issuer: `issuer` is `https://evil.example`, not `https://as.example`',
  ],
  [
    { code_challenge_methods_supported: undefined },
    'medium meta.no-pkce-s256 /metadata/code_challenge_methods_supported: nothing says that PKCE is supported',
  ],
  [
    { code_challenge_methods_supported: ['plain'] },
    'medium meta.no-pkce-s256 /metadata/code_challenge_methods_supported: PKCE with S256 is not supported',
  ],
  [
    { response_types_supported: ['code', 'id_token token'] },
    'medium meta.implicit /metadata/response_types_supported: the response type `id_token token` is supported',
  ],
  [
    { grant_types_supported: ['authorization_code', 'password'] },
    'medium meta.ropc /metadata/grant_types_supported: the grant type `password` is supported',
  ],
  [
    { authorization_response_iss_parameter_supported: undefined },
    'low meta.no-iss-param /metadata/authorization_response_iss_parameter_supported: clients of several servers cannot tell which of them an answer is from',
  ],
] as const)('metadata with %j', ([changes, expected]) => {
  expect(findings({ ...sound, metadata: { ...sound.metadata, ...changes } as never })).toEqual([expected]);
});

test('what concerns the authorization endpoint is not asked of a server that has none', () => {
  const metadata = { issuer: 'https://as.example', response_types_supported: [] };
  expect(findings({ ...sound, metadata })).toEqual([]);
});

test('an ID token in the front channel is no access token', () => {
  const metadata = { ...sound.metadata, response_types_supported: ['code', 'id_token', 'code id_token'] };
  expect(findings({ ...sound, metadata })).toEqual([]);
});

test.for([
  ['https://keys.example/jwks', []],
  ['http://keys.example/jwks', ['medium jwks.http /keys: the key set is at `http://keys.example/jwks`']],
  [null, []],
] as const)('a key set alone, from %s', ([keySetUrl, expected]) => {
  expect(findings({ issuer: null, metadata: null, keySetUrl, keys: [key] })).toEqual(expected);
});
