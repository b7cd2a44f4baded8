import { expect, test } from 'vitest';
import { lintToken } from '../../../../src/token/lint/lint.js';
import { rules } from '../../../../src/token/lint/registry.js';
import { readSubject } from '../../../../src/token/lint/subject.js';
import { NOW, tokenOf } from './tokens.js';

const RS256 = { alg: 'RS256', typ: 'JWT', kid: 'abc' };
const UNTYPED = { alg: 'ES256', kid: 'abc' };
const UUID = '0b8f0f9e-3c6b-4ef3-9f5e-7b1a5d1c2e3f';
const SOON = { iat: NOW - 10, exp: NOW + 300 };

/** Tokens as widespread products make them, what they are taken for, and all that is said of them. */
test.for([
  {
    title: 'access token of Keycloak',
    header: RS256,
    claims: {
      ...SOON,
      jti: `onrtac:${UUID}`,
      iss: 'https://login.example/realms/demo',
      aud: 'account',
      sub: UUID,
      typ: 'Bearer',
      azp: 'app',
      sid: UUID,
      acr: '1',
      realm_access: { roles: ['reader'] },
      resource_access: { account: { roles: ['manage-account'] } },
      scope: 'openid profile email',
      preferred_username: 'agus',
      email: 'agus@demo.example',
    },
    kind: 'access-token',
    ids: ['claims.pii', 'typ.generic-jwt', 'client_id.missing', 'roles.nonstandard'],
  },
  {
    title: 'ID token of Keycloak',
    header: RS256,
    claims: {
      ...SOON,
      jti: UUID,
      iss: 'https://login.example/realms/demo',
      aud: 'app',
      sub: UUID,
      typ: 'ID',
      azp: 'app',
      nonce: 'n',
      at_hash: 'x',
      acr: '1',
      email: 'agus@demo.example',
      auth_time: NOW - 20,
    },
    kind: 'id-token',
    ids: [],
  },
  {
    title: 'access token of Auth0, for a day',
    header: RS256,
    claims: {
      iss: 'https://tenant.example/',
      sub: 'auth0|123',
      aud: ['https://api.example', 'https://tenant.example/userinfo'],
      iat: NOW,
      exp: NOW + 86_400,
      azp: 'app',
      scope: 'openid articles:read',
    },
    kind: 'access-token',
    ids: ['exp.lifetime', 'jti.missing', 'typ.generic-jwt', 'client_id.missing'],
  },
  {
    title: 'access token of Auth0 for a machine, without scopes',
    header: RS256,
    claims: {
      ...SOON,
      iss: 'https://tenant.example/',
      sub: 'app@clients',
      aud: 'https://api.example',
      azp: 'app',
    },
    kind: 'access-token',
    ids: ['jti.missing', 'typ.generic-jwt', 'client_id.missing', 'scope.missing'],
  },
  {
    title: 'ID token of Google',
    header: RS256,
    claims: {
      ...SOON,
      iss: 'https://accounts.google.com',
      azp: 'app',
      aud: 'app',
      sub: '123',
      email: 'a@b.example',
    },
    kind: 'id-token',
    ids: [],
  },
  {
    title: 'access token of Cognito, which names no audience',
    header: { alg: 'RS256', kid: 'abc' },
    claims: {
      ...SOON,
      iss: 'https://cognito-idp.example/pool',
      sub: UUID,
      client_id: 'app',
      'cognito:groups': ['reader'],
      token_use: 'access',
      scope: 'articles:read',
      auth_time: NOW - 10,
      jti: UUID,
      username: 'agus',
    },
    kind: 'access-token',
    ids: ['aud.missing', 'typ.missing', 'roles.nonstandard'],
  },
  {
    title: 'token of a login written by hand',
    header: { alg: 'HS256', typ: 'JWT' },
    claims: { ...SOON, id: 2, username: 'agus', role: 'reader' },
    kind: 'other',
    ids: ['iss.missing', 'aud.missing', 'kid.missing', 'typ.generic-jwt', 'sub.missing', 'jti.missing'],
  },
  {
    title: 'token of a workload in a pipeline',
    header: RS256,
    claims: {
      ...SOON,
      jti: UUID,
      sub: 'repo:a/b:ref:c',
      aud: 'sts.example',
      iss: 'https://token.example',
      nbf: NOW,
    },
    kind: 'other',
    ids: ['typ.generic-jwt'],
  },
  {
    title: 'client assertion (RFC 7523)',
    header: UNTYPED,
    claims: { ...SOON, iss: 'app', sub: 'app', aud: 'https://as.example/token', jti: UUID },
    kind: 'other',
    ids: ['typ.missing'],
  },
  {
    title: 'security event (RFC 8417)',
    header: { ...UNTYPED, typ: 'secevent+jwt' },
    claims: {
      iss: 'https://as.example',
      jti: UUID,
      iat: NOW,
      aud: 'app',
      events: { 'https://as.example/e': {} },
    },
    kind: 'other',
    ids: [],
  },
  {
    title: 'request object (RFC 9101)',
    header: { ...UNTYPED, typ: 'oauth-authz-req+jwt' },
    claims: { ...SOON, iss: 'app', client_id: 'app', aud: 'https://as.example', nonce: 'n', scope: 'openid' },
    kind: 'other',
    ids: [],
  },
])('$title', ({ header, claims, kind, ids }) => {
  const { subject } = readSubject(tokenOf(header, claims), NOW);
  expect({ kind: subject.kind, ids: lintToken(rules, subject).map(({ id }) => id) }).toEqual({ kind, ids });
});
