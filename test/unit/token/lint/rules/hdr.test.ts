import { expect, test } from 'vitest';
import { CLAIMS, findingsOf, HEADER, tokenOf } from '../tokens.js';

const publicJwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
const embedded =
  'high hdr.jwk-embedded /header/jwk: the header holds the key to verify it with: anybody can sign such a token';

test.for([
  { title: 'a public key', header: { jwk: publicJwk }, findings: [embedded] },
  { title: 'a public key in a DPoP proof', header: { typ: 'dpop+jwt', jwk: publicJwk }, findings: [] },
  {
    title: 'a private key in a DPoP proof',
    header: { typ: 'dpop+jwt', jwk: { ...publicJwk, d: 'AA' } },
    findings: ['critical hdr.jwk-private /header/jwk: `jwk` holds private members: d'],
  },
  {
    title: 'a secret',
    header: { jwk: { kty: 'oct', k: 'AA' } },
    findings: ['critical hdr.jwk-private /header/jwk: `jwk` holds private members: k', embedded],
  },
  { title: 'no key', header: {}, findings: [] },
])('jwk: $title', ({ header, findings }) => {
  expect(findingsOf('hdr.', tokenOf({ ...HEADER, ...header }))).toEqual(findings);
});

test.for([
  { header: { exp: 1 }, findings: [] },
  { header: { crit: ['b64'], b64: true }, findings: [] },
  {
    header: { crit: ['http://example.com/x'], 'http://example.com/x': true },
    findings: [
      'high hdr.crit-unknown /header/crit: `crit` names `http://example.com/x`, which must be understood',
    ],
  },
  { header: { crit: [] }, findings: ['high hdr.crit-empty /header/crit: `crit` is an empty list'] },
  {
    header: { crit: 'b64', b64: true },
    findings: [
      'high hdr.crit-empty /header/crit: `crit` is `b64`, not a list of names',
      'high hdr.b64-without-crit /header/b64: `b64` is there, but `crit` does not name it',
    ],
  },
  {
    header: { crit: [1] },
    findings: ['high hdr.crit-empty /header/crit: `crit` is `[1]`, not a list of names'],
  },
  {
    header: { crit: ['b64', 'b64'], b64: true },
    findings: ['high hdr.crit-empty /header/crit: `crit` names a parameter twice'],
  },
  {
    header: { crit: ['alg'] },
    findings: ['high hdr.crit-registered /header/crit: `crit` names `alg`, which is no extension'],
  },
  {
    header: { crit: ['b64'] },
    findings: [
      'high hdr.crit-absent-member /header/crit: `crit` names `b64`, which the header does not have',
    ],
  },
  {
    header: { crit: ['constructor'] },
    findings: [
      'high hdr.crit-unknown /header/crit: `crit` names `constructor`, which must be understood',
      'high hdr.crit-absent-member /header/crit: `crit` names `constructor`, which the header does not have',
    ],
  },
])('crit: $header', ({ header, findings }) => {
  expect(findingsOf('hdr.', tokenOf({ ...HEADER, ...header }))).toEqual(findings);
});

const unencoded = (header: object, payload: string) =>
  `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${Buffer.alloc(64, 7).toString('base64url')}`;

test.for([
  {
    title: 'claims that are not encoded',
    token: unencoded({ ...HEADER, b64: false, crit: ['b64'] }, '{"sub":"2"}'),
    findings: ['critical hdr.b64-false /header/b64: `b64` is false, which no JWT may have'],
  },
  {
    title: 'a type of JWT',
    token: unencoded({ ...HEADER, b64: false, crit: ['b64'] }, 'text'),
    findings: ['critical hdr.b64-false /header/b64: `b64` is false, which no JWT may have'],
  },
  {
    title: 'something that is no JWT',
    token: unencoded({ alg: 'ES256', kid: 'a', b64: false, crit: ['b64'] }, 'text'),
    findings: [],
  },
  {
    title: 'and readers are not told',
    token: unencoded({ alg: 'ES256', kid: 'a', b64: false }, 'text'),
    findings: ['high hdr.b64-without-crit /header/b64: `b64` is there, but `crit` does not name it'],
  },
])('b64: $title', ({ token, findings }) => {
  expect(findingsOf('hdr.', token)).toEqual(findings);
});

test('compression means nothing in a signed token', () => {
  expect(findingsOf('hdr.zip', tokenOf({ ...HEADER, zip: 'DEF' }))).toEqual([
    'medium hdr.zip-in-jws /header/zip: `zip` is `DEF`, which means nothing in a signed token',
  ]);
});

test.for([
  { zip: 'DEF', findings: ['medium jwe.zip /header/zip: `zip` is `DEF`'] },
  { zip: undefined, findings: [] },
])('an encrypted token with zip $zip', ({ zip, findings }) => {
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A128GCM', zip })).toString('base64url');
  const token = `${header}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`;
  expect(findingsOf('jwe.zip', token)).toEqual(findings);
  expect(findingsOf('hdr.', token)).toEqual([]);
});

test.for([
  {
    header: { x5t: 'AA' },
    findings: ['low hdr.x5t-sha1 /header/x5t: only `x5t`, a SHA-1 thumbprint, names the certificate'],
  },
  { header: { x5t: 'AA', 'x5t#S256': 'AA' }, findings: [] },
  { header: { 'x5t#S256': 'AA' }, findings: [] },
])('thumbprints: $header', ({ header, findings }) => {
  expect(findingsOf('hdr.x5t', tokenOf({ ...HEADER, ...header }))).toEqual(findings);
});

test('a token that came in a URL', () => {
  const inUrl = ['high source.in-url : the token was given as part of a URL'];
  expect(findingsOf('', tokenOf(HEADER, CLAIMS), { inUrl: true })).toEqual(inUrl);
  expect(findingsOf('', '2YotnFZFEjr1zCsicMWpAA', { inUrl: true })).toEqual(inUrl);
});
