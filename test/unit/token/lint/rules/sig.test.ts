import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { signatureAlgorithms } from '../../../../../src/token/lint/signature-algorithms.js';
import { CLAIMS, findingsOf, HEADER, tokenOf } from '../tokens.js';

const signed = (alg: string, signature: Uint8Array) =>
  tokenOf({ ...HEADER, alg }, CLAIMS, Buffer.from(signature).toString('base64url'));
const bytes = (length: number, value = 7) => Buffer.alloc(length, value);

test.for([
  ...['HS256', 'EdDSA', 'Ed25519', 'RS256', 'PS512', 'ES256', 'ES384', 'ES512', 'ES256K', 'ML-DSA-44'],
])('%s with a signature of its length', (alg) => {
  const lengths = { HS256: 32, RS256: 256, PS512: 512, ES384: 96, ES512: 132, 'ML-DSA-44': 2420 };
  const length = lengths[alg as keyof typeof lengths] ?? 64;
  expect(findingsOf('sig.', signed(alg, bytes(length)))).toEqual([]);
});

test.for([
  { alg: 'HS256', length: 31, expected: '32 bytes' },
  { alg: 'HS384', length: 32, expected: '48 bytes' },
  { alg: 'HS512', length: 63, expected: '64 bytes' },
  { alg: 'ES256', length: 63, expected: '64 bytes' },
  { alg: 'ES384', length: 64, expected: '96 bytes' },
  { alg: 'ES512', length: 128, expected: '132 bytes' },
  { alg: 'Ed25519', length: 114, expected: '64 bytes' },
  { alg: 'EdDSA', length: 32, expected: '64 or 114 bytes' },
  { alg: 'RS256', length: 128, expected: '256, 384 or 512 bytes, as long as the key' },
  { alg: 'PS256', length: 257, expected: '256, 384 or 512 bytes, as long as the key' },
])('$alg with $length bytes', ({ alg, length, expected }) => {
  expect(findingsOf('sig.', signed(alg, bytes(length)))).toEqual([
    `high sig.length /signature: the signature has ${length} bytes; ${alg} makes ${expected}`,
  ]);
});

test('an algorithm that is not known has no length', () => {
  expect(signatureAlgorithms.has('FOO1')).toBe(false);
  expect(findingsOf('sig.', signed('FOO1', bytes(1)))).toEqual([]);
});

test.for([
  { namedCurve: 'P-256', alg: 'ES256' },
  { namedCurve: 'P-384', alg: 'ES384' },
  { namedCurve: 'P-521', alg: 'ES512' },
])('$alg as OpenSSL writes it', ({ namedCurve, alg }) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  const der = sign('sha256', Buffer.from('x'), privateKey);
  expect(findingsOf('sig.', signed(alg, der))).toEqual([
    `high sig.der-ecdsa /signature: the ${alg} signature is written in DER`,
  ]);
});

const zero = (alg: string) =>
  `critical sig.psychic /signature: a number in the ${alg} signature is zero: it fits every message and every key`;

test.for([
  { title: 'r and s are zero', alg: 'ES256', signature: bytes(64, 0) },
  { title: 'r is zero', alg: 'ES256', signature: Buffer.concat([bytes(32, 0), bytes(32)]) },
  { title: 's is zero', alg: 'ES384', signature: Buffer.concat([bytes(48), bytes(48, 0)]) },
  { title: 'zeros in DER', alg: 'ES256', signature: Buffer.from('MAYCAQACAQA', 'base64') },
  { title: 'one zero in DER', alg: 'ES256', signature: Buffer.from('MAYCAQECAQA', 'base64') },
  { title: 'zeros of another length', alg: 'ES512', signature: bytes(64, 0) },
])('psychic: $title', ({ alg, signature }) => {
  expect(findingsOf('sig.', signed(alg, signature))).toEqual([zero(alg)]);
});

test('zeros are as good as anything in an HMAC', () => {
  expect(findingsOf('sig.', signed('HS256', bytes(32, 0)))).toEqual([]);
});

test('an empty signature is worse than a short one', () => {
  expect(findingsOf('sig.', tokenOf(HEADER, CLAIMS, ''))).toEqual([
    'critical sig.empty /signature: the signature is empty',
  ]);
});

test('an unsecured token has no signature to be judged', () => {
  expect(findingsOf('sig.', tokenOf({ alg: 'none' }))).toEqual([]);
});

test('each signature of the general form is judged', () => {
  const protectedHeader = Buffer.from('{"alg":"HS256"}').toString('base64url');
  const entry = (length: number) => ({
    protected: protectedHeader,
    signature: bytes(length).toString('base64url'),
  });
  const text = JSON.stringify({ payload: 'e30', signatures: [entry(32), entry(32), entry(16)] });
  expect(findingsOf('sig.', text)).toEqual([
    'high sig.length /layers/0/signatures/2: the signature has 16 bytes; HS256 makes 32 bytes',
  ]);
});
