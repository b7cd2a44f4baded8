import { expect, test } from 'vitest';
import { lintBatch } from '../../../../../src/token/lint/lint.js';
import { rules } from '../../../../../src/token/lint/registry.js';
import { readSubject } from '../../../../../src/token/lint/subject.js';
import { CLAIMS, HEADER, NOW, tokenOf } from '../tokens.js';

/** Findings as lines, one list for each token. */
const together = (...tokens: readonly string[]) =>
  lintBatch(
    rules,
    tokens.map((token) => readSubject(token, NOW).subject),
  ).map((findings) => findings.map(({ id, severity, at, message }) => `${severity} ${id} ${at}: ${message}`));

const access = tokenOf();
const withClaims = (claims: object, header: object = HEADER, signature?: string) =>
  tokenOf(header, { ...CLAIMS, ...claims }, signature);
/** Another signature, as long. */
const OTHER = Buffer.alloc(64, 9).toString('base64url');
const ANOTHER = Buffer.alloc(64, 11).toString('base64url');

test('tokens that have nothing to do with each other', () => {
  expect(together()).toEqual([]);
  expect(together(access)).toEqual([[]]);
  expect(
    together(access, withClaims({ jti: '5f0c1d1e-0000-4000-8000-000000000001' }, HEADER, OTHER)),
  ).toEqual([[], []]);
  expect(together('opaque-Token-1234567890', 'opaque-Token-1234567890', 'no token')).toEqual([[], [], []]);
});

test('one id in two tokens', () => {
  expect(
    together(access, withClaims({ sub: '3' }, HEADER, OTHER), withClaims({ sub: '4' }, HEADER, ANOTHER)),
  ).toEqual([
    [],
    ['high batch.same-jti /payload/jti: `jti` is the same as in token 1 of those given'],
    ['high batch.same-jti /payload/jti: `jti` is the same as in token 1 of those given'],
  ]);
});

test('ids are compared within one issuer, and the same token twice is no second one', () => {
  expect(together(access, withClaims({ iss: 'https://other.example' }, HEADER, OTHER), access)).toEqual([
    [],
    [],
    [],
  ]);
});

test('a proof that is used twice', () => {
  const proof = tokenOf(
    { alg: 'ES256', typ: 'dpop+jwt' },
    { jti: CLAIMS.jti, htm: 'GET', htu: 'https://a.example' },
  );
  expect(together(proof, access, proof)).toEqual([
    [],
    [],
    ['high jti.reused /payload/jti: this is token 1 of those given again'],
  ]);
});

const idToken = (header: object, aud: string) =>
  tokenOf(header, { iss: CLAIMS.iss, sub: '2', aud, iat: NOW, exp: NOW + 600, nonce: 'n' }, OTHER);
const JWT = { ...HEADER, typ: 'JWT' };

test.for([
  {
    title: 'same key, type and audience',
    id: idToken(JWT, CLAIMS.aud),
    access: withClaims({}, JWT),
    confusable: true,
  },
  { title: 'type at+jwt', id: idToken(JWT, CLAIMS.aud), access, confusable: false },
  { title: 'another audience', id: idToken(JWT, 'client'), access: withClaims({}, JWT), confusable: false },
  {
    title: 'another key',
    id: idToken({ ...JWT, kid: 'b' }, CLAIMS.aud),
    access: withClaims({}, JWT),
    confusable: false,
  },
])('an ID token and an access token: $title', ({ id, access: token, confusable }) => {
  const finding =
    'high batch.id-and-access-same-key-and-aud /payload/aud: key, type and audience are those of the ID token, token 1 of those given';
  expect(together(id, token)).toEqual([[], confusable ? [finding] : []]);
});

const role = (name: string) => ({ roles: [name], jti: `5f0c1d1e-0000-4000-8000-0000000000${name.length}0` });
const CHANGED =
  'critical batch.role-differs-only-by-unsigned-data /signature: the signature is that of token 1 of those given, the role is another';

test('a role that was changed after signing', () => {
  expect(together(withClaims(role('reader')), withClaims(role('admin')))).toEqual([[], [CHANGED]]);
});

test('another role, signed', () => {
  expect(together(withClaims(role('reader')), withClaims(role('admin'), HEADER, OTHER))).toEqual([[], []]);
});

test('a role in a header that nobody signs', () => {
  const [header = '', payload = '', signature = ''] = access.split('.');
  const flattened = (roles: readonly string[]) =>
    JSON.stringify({ protected: header, header: { roles }, payload, signature });
  expect(together(flattened(['reader']), flattened(['admin']))[1]).toContain(CHANGED);
});
