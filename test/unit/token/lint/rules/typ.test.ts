import { expect, test } from 'vitest';
import type { Profile } from '../../../../../src/token/lint/profile.js';
import { CLAIMS, findingsOf, tokenOf } from '../tokens.js';

interface Row {
  readonly typ: unknown;
  readonly claims?: object | string;
  readonly profile?: Profile;
  readonly findings: readonly string[];
}

const logout = { events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sub: '2' };

test.for<Row>([
  { typ: 'at+jwt', findings: [] },
  { typ: 'AT+JWT', findings: [] },
  { typ: 'at+jwt', profile: 'access-token', findings: [] },
  { typ: 'dpop+jwt', claims: { htm: 'GET', htu: 'https://api.example/' }, findings: [] },
  { typ: 'logout+jwt', claims: logout, findings: [] },
  { typ: 'secevent+jwt', claims: { events: {} }, findings: [] },
  { typ: undefined, claims: { ...CLAIMS, nonce: 'n' }, findings: [] },
  { typ: 'JWT', claims: { ...CLAIMS, nonce: 'n' }, findings: [] },
  { typ: 'JWT', claims: CLAIMS, profile: 'id-token', findings: [] },
  { typ: undefined, claims: 'no claims', findings: [] },
  { typ: 'a/b/c', findings: [] },
  { typ: undefined, findings: ['medium typ.missing /header: the header has no `typ`'] },
  { typ: 1, findings: ['medium typ.missing /header: `typ` is `1`, not a string'] },
  {
    typ: 'jwt',
    findings: ['low typ.generic-jwt /header/typ: `typ` is `jwt`, which every kind of token may be'],
  },
  {
    typ: undefined,
    profile: 'access-token',
    findings: ['high typ.not-at-jwt /header: the header has no `typ`'],
  },
  {
    typ: 'JWT',
    profile: 'access-token',
    findings: ['high typ.not-at-jwt /header: `typ` is `JWT`, not at+jwt'],
  },
  { typ: 'application/at+jwt', findings: ['info typ.prefix /header/typ: `typ` is `application/at+jwt`'] },
  {
    typ: 'at+jwt',
    claims: { ...CLAIMS, nonce: 'n', at_hash: 'h' },
    findings: ['high typ.confusion /payload: an access token with claims of an ID token: nonce, at_hash'],
  },
  {
    typ: 'JWT',
    claims: { ...CLAIMS, c_hash: 'h' },
    profile: 'access-token',
    findings: [
      'high typ.not-at-jwt /header: `typ` is `JWT`, not at+jwt',
      'high typ.confusion /payload: an access token with claims of an ID token: c_hash',
    ],
  },
  {
    typ: 'logout+jwt',
    claims: { ...logout, nonce: 'n' },
    findings: ['high typ.confusion /payload: a logout token with `nonce` can pass for an ID token'],
  },
  {
    typ: 'JWT',
    claims: logout,
    findings: [
      'high typ.confusion /payload: a security event whose type does not say so',
      'low typ.generic-jwt /header/typ: `typ` is `JWT`, which every kind of token may be',
    ],
  },
  {
    typ: 'at+jwt',
    profile: 'id-token',
    findings: ['high typ.confusion /payload: an ID token whose type says an access token'],
  },
])('typ $typ, $claims, profile $profile', ({ typ, claims = CLAIMS, profile, findings }) => {
  expect(findingsOf('typ.', tokenOf({ alg: 'ES256', kid: 'a', typ }, claims), { profile })).toEqual(findings);
});
