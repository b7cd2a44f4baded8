import { createHmac, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { lintKeys } from '../../../../../src/token/lint/lint.js';
import { rules } from '../../../../../src/token/lint/registry.js';
import { CLAIMS, findingsOf, HEADER, tokenOf } from '../tokens.js';

const signedWith = (secret: string | Uint8Array, bits = 256): string => {
  const [header = '', payload = ''] = tokenOf({ ...HEADER, alg: `HS${bits}` }, CLAIMS, '').split('.');
  const signature = createHmac(`sha${bits}`, secret).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
};

const RANDOM = Buffer.from('6c3f9a0de1b27458c9d0e3f4a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8', 'hex');
const text = (value: string) => new Uint8Array(Buffer.from(value));

test.for([
  { title: 'a random secret', token: signedWith(RANDOM), secret: RANDOM, findings: [] },
  { title: 'no secret at all', token: signedWith(RANDOM), secret: undefined, findings: [] },
  {
    title: 'one byte short',
    token: signedWith(RANDOM),
    secret: RANDOM.subarray(1),
    findings: ['high key.hmac-short /header/alg: the secret has 31 bytes, and HS256 needs 32'],
  },
  {
    title: 'long enough for another hash',
    token: signedWith(RANDOM, 512),
    secret: RANDOM,
    findings: ['high key.hmac-short /header/alg: the secret has 32 bytes, and HS512 needs 64'],
  },
  {
    title: 'a word, given',
    token: signedWith(RANDOM),
    secret: text('changeme'),
    findings: [
      'critical key.hmac-wordlist /header/alg: the secret is a well-known example',
      'high key.hmac-short /header/alg: the secret has 8 bytes, and HS256 needs 32',
    ],
  },
  {
    title: 'a word, found by trying',
    token: signedWith('your-256-bit-secret'),
    secret: undefined,
    findings: [
      'critical key.hmac-wordlist /header/alg: the signature was made with a secret that is a well-known example',
    ],
  },
  {
    title: 'a word, found by trying with another hash',
    token: signedWith('secret', 384),
    secret: undefined,
    findings: [
      'critical key.hmac-wordlist /header/alg: the signature was made with a secret that is a well-known example',
    ],
  },
  {
    title: 'white space',
    token: signedWith(RANDOM),
    secret: text(' \n'),
    findings: ['critical key.hmac-blank /header/alg: the secret is empty, white space or zeros'],
  },
  {
    title: 'zeros',
    token: signedWith(RANDOM),
    secret: new Uint8Array(32),
    findings: ['critical key.hmac-blank /header/alg: the secret is empty, white space or zeros'],
  },
  {
    title: 'nothing, found by trying',
    token: signedWith(''),
    secret: undefined,
    findings: ['critical key.hmac-blank /header/alg: the signature was made with an empty secret'],
  },
])('an HMAC with $title', ({ token, secret, findings }) => {
  expect(findingsOf('key.', token, { secret })).toEqual(findings);
});

test('a secret does not matter to a token that is signed with a private key', () => {
  expect(findingsOf('key.', tokenOf(), { secret: text('secret') })).toEqual([]);
});

test('secrets stand in key sets too, chosen by id', () => {
  const oct = (kid: string, secret: string) => ({
    kty: 'oct',
    kid,
    k: Buffer.from(secret).toString('base64url'),
  });
  expect(findingsOf('key.', signedWith(RANDOM), { keys: [oct('a', 'short'), oct('b', 'secret')] })).toEqual([
    'high key.hmac-short /header/alg: the secret has 5 bytes, and HS256 needs 32',
  ]);
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
const jwkOf = (key: typeof rsa) => key.export({ format: 'jwk' }) as never;
const spki = String(rsa.export({ type: 'spki', format: 'pem' }));

test.for([
  { title: 'PEM with a line end', token: signedWith(spki), key: rsa },
  { title: 'PEM without one', token: signedWith(spki.trimEnd()), key: rsa },
  { title: 'PKCS #1', token: signedWith(String(rsa.export({ type: 'pkcs1', format: 'pem' }))), key: rsa },
  { title: 'DER', token: signedWith(ec.export({ type: 'spki', format: 'der' })), key: ec },
  {
    title: 'PEM of a curve',
    token: signedWith(String(ec.export({ type: 'spki', format: 'pem' })), 384),
    key: ec,
  },
])('a token forged with the public key as a secret: $title', ({ token, key }) => {
  const findings = findingsOf('key.', token, { keys: [jwkOf(key)] });
  expect(findings).toEqual([
    expect.stringMatching(
      /^critical key\.hmac-is-pem \/header\/alg: the HS\d+ signature was made with the text of a public key$/,
    ),
  ]);
});

test('another public key made no signature', () => {
  expect(findingsOf('key.hmac-is-pem', signedWith(spki), { keys: [jwkOf(ec)] })).toEqual([]);
});

test('a key in PEM that is given as a secret', () => {
  expect(findingsOf('key.', signedWith(RANDOM), { secret: text(spki) })).toEqual([
    'critical key.hmac-is-pem /header/alg: the secret for HS256 is a key in PEM',
  ]);
});

const numbers = (bits: number, e: number) => ({
  kty: 'RSA',
  n: Buffer.from(
    (1n << BigInt(bits - 1)).toString(16).padStart(Math.ceil(bits / 8) * 2, '0'),
    'hex',
  ).toString('base64url'),
  e: Buffer.from(e.toString(16).padStart(6, '0'), 'hex').toString('base64url'),
});

test.for([
  { keys: [numbers(2048, 65_537), numbers(4096, 65_537)], findings: [] },
  { keys: [numbers(2047, 65_537)], findings: ['/keys/0/n: the RSA key has 2047 bits, fewer than 2048'] },
  {
    keys: [numbers(2048, 65_537), numbers(1024, 3)],
    findings: [
      '/keys/1/n: the RSA key has 1024 bits, fewer than 2048',
      '/keys/1/e: the public exponent is 3, not 65537 or more',
    ],
  },
  {
    keys: [numbers(2048, 65_538)],
    findings: ['/keys/0/e: the public exponent is 65538: anybody can sign with this key'],
  },
  { keys: [{ kty: 'EC', n: 'AA' }, { kty: 'RSA', n: 5, e: '' }, { kty: 'RSA' }], findings: [] },
])('$keys', ({ keys, findings }) => {
  expect(lintKeys(rules, keys).map(({ at, message }) => `${at}: ${message}`)).toEqual(findings);
});
