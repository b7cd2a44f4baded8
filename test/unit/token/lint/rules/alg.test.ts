import { expect, test } from 'vitest';
import { CLAIMS, findingsOf, HEADER, tokenOf } from '../tokens.js';

const withAlg = (alg: unknown) => tokenOf({ ...HEADER, alg });

test.for([
  { alg: 'HS256' },
  { alg: 'RS512' },
  { alg: 'PS384' },
  { alg: 'ES256K' },
  { alg: 'Ed25519' },
  { alg: 'ML-DSA-44' },
])('$alg is an algorithm to sign with', ({ alg }) => {
  expect(findingsOf('alg.', withAlg(alg))).toEqual([]);
});

test.for([
  { alg: undefined, finding: 'critical alg.missing /header: the header names no algorithm' },
  { alg: 256, finding: 'critical alg.not-string /header/alg: `alg` is `256`, not a string' },
  { alg: null, finding: 'critical alg.not-string /header/alg: `alg` is `null`, not a string' },
  {
    alg: ['ES256'],
    finding: 'critical alg.not-string /header/alg: `alg` is `["ES256"]`, not a string',
  },
  { alg: 'none', finding: 'critical alg.none /header/alg: the token is not signed: its algorithm is `none`' },
  {
    alg: 'hs256',
    finding:
      'critical alg.case-variant /header/alg: `alg` is `hs256`, which is HS256 only where spelling does not count',
  },
  {
    alg: ' HS256 ',
    finding:
      'critical alg.case-variant /header/alg: `alg` is ` HS256 `, which is HS256 only where spelling does not count',
  },
  {
    alg: 'FOO1',
    finding: 'high alg.unregistered /header/alg: `FOO1` is not a registered algorithm for signed tokens',
  },
  {
    alg: '',
    finding: 'high alg.unregistered /header/alg: `` is not a registered algorithm for signed tokens',
  },
  {
    alg: 'RSA-OAEP',
    finding: 'high alg.unregistered /header/alg: `RSA-OAEP` is not a registered algorithm for signed tokens',
  },
  {
    alg: 'RS1',
    finding: 'high alg.sha1 /header/alg: RS1 signs a SHA-1 hash, for which collisions can be made',
  },
  {
    alg: 'EdDSA',
    finding: 'info alg.polymorphic /header/alg: EdDSA leaves the curve to the key, and is deprecated',
  },
])('$alg: $finding', ({ alg, finding }) => {
  expect(findingsOf('alg.', withAlg(alg))).toEqual([finding]);
});

test('none in another spelling is both unsigned and disguised', () => {
  expect(findingsOf('alg.', withAlg('noNe'))).toEqual([
    'critical alg.none /header/alg: the token is not signed: its algorithm is `noNe`',
    'critical alg.case-variant /header/alg: `alg` is `noNe`, which is none only where spelling does not count',
  ]);
});

test('an algorithm that encrypts is no surprise in an encrypted token', () => {
  const header = Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}').toString('base64url');
  expect(findingsOf('alg.', `${header}.AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`)).toEqual([]);
});

const publicKey = { kty: 'EC', crv: 'P-256', kid: 'a', x: 'AA', y: 'AA' };
const publishing = (keys: readonly object[], metadata: object | null = null) => ({
  server: { issuer: 'https://as.example', metadata, keySetUrl: 'https://as.example/jwks', keys } as never,
});

test.for([
  {
    title: 'one audience, nothing published',
    token: tokenOf({ ...HEADER, alg: 'HS256' }),
    options: {},
    findings: [],
  },
  {
    title: 'two audiences',
    token: tokenOf(
      { ...HEADER, alg: 'HS256' },
      { ...CLAIMS, aud: ['https://a.example', 'https://b.example'] },
    ),
    options: {},
    findings: [
      'medium alg.hmac-for-shared-api /header/alg: HS256, but there are 2 audiences that have the secret: each of them could forge tokens',
    ],
  },
  {
    title: 'two audiences and a private key',
    token: tokenOf(HEADER, { ...CLAIMS, aud: ['https://a.example', 'https://b.example'] }),
    options: {},
    findings: [],
  },
  {
    title: 'an issuer that publishes its keys',
    token: tokenOf({ ...HEADER, alg: 'HS384' }),
    options: publishing([publicKey]),
    findings: [
      'medium alg.hmac-for-shared-api /header/alg: HS384, but the issuer publishes a key set for whoever verifies: each of them could forge tokens',
    ],
  },
])('a shared secret with $title', ({ token, options, findings }) => {
  expect(findingsOf('alg.hmac', token, options)).toEqual(findings);
});

test.for([
  { typ: 'JWT', claims: { ...CLAIMS, nonce: 'n' }, list: 'id_token_signing_alg_values_supported' },
  { typ: 'dpop+jwt', claims: { htm: 'GET' }, list: 'dpop_signing_alg_values_supported' },
])('$list says what may sign', ({ typ, claims, list }) => {
  const token = tokenOf({ ...HEADER, typ }, claims);
  expect(findingsOf('alg.', token, publishing([], { [list]: ['ES256'] }))).toEqual([]);
  expect(findingsOf('alg.', token, publishing([], { [list]: ['RS256'] }))).toEqual([
    `medium alg.not-advertised /header/alg: \`ES256\` is not in the metadata's \`${list}\``,
  ]);
});

test('no list speaks of access tokens', () => {
  const metadata = { id_token_signing_alg_values_supported: ['RS256'] };
  expect(findingsOf('alg.', tokenOf(), publishing([], metadata))).toEqual([]);
});

const rsa = { kty: 'RSA', kid: 'b', n: 'AA', e: 'AQAB' };

test.for([
  { alg: 'ES256', keys: [publicKey], findings: [] },
  { alg: 'ES256', keys: [rsa, publicKey], findings: [] },
  { alg: 'EdDSA', keys: [{ kty: 'OKP', crv: 'Ed25519', alg: 'Ed25519' }], findings: [] },
  { alg: 'HS256', keys: [publicKey], findings: ['`alg` is HS256, but the key is EC P-256'] },
  { alg: 'ES384', keys: [publicKey], findings: ['`alg` is ES384, but the key is EC P-256'] },
  {
    alg: 'RS256',
    keys: [{ ...rsa, alg: 'PS256' }],
    findings: ['`alg` is RS256, but the key is RSA for PS256'],
  },
  {
    alg: 'HS256',
    keys: [rsa, { kty: 'OKP', crv: 'Ed25519' }],
    findings: ['`alg` is HS256, but no key of the set is for that'],
  },
])('$alg and $keys', ({ alg, keys, findings }) => {
  expect(findingsOf('alg.key-mismatch', withAlg(alg), { keys })).toEqual(
    findings.map((message) => `critical alg.key-mismatch /header/alg: ${message}`),
  );
});
