import { decodeJwt, decodeProtectedHeader, exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { AccessTokens } from '../../../src/server/access-token.js';
import { demoSettings } from '../../../src/server/demo-settings.js';
import { ExpiringMap } from '../../../src/server/expiring-map.js';
import { KeyRing } from '../../../src/server/key-ring.js';
import { securePolicy } from '../../../src/server/policy.js';
import { generateSigningKeys, type SigningKeys } from '../../../src/server/signing-keys.js';

const issuer = 'http://127.0.0.1:4455';
const NOW = 1_767_225_600;
const william = { id: 1, username: 'william', role: 'editor' };

let keys: SigningKeys;
let otherKeys: SigningKeys;
beforeAll(async () => {
  [keys, otherKeys] = await Promise.all([generateSigningKeys(), generateSigningKeys()]);
});

const tokensAt = (now: number, revoked = new ExpiringMap<true>(() => now)) =>
  new AccessTokens({
    keys: new KeyRing(keys),
    issuer,
    now: () => now,
    revoked,
    settings: () => demoSettings,
    users: () => ({ claimsOf: () => ({}) }),
    policy: () => securePolicy,
  });

test('an access token has the shape of RFC 9068, and says who the user is', async () => {
  const { accessToken, expiresIn } = await tokensAt(NOW).issue(william);
  expect(expiresIn).toBe(900);
  expect(decodeProtectedHeader(accessToken)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: keys.kid });
  expect(decodeJwt(accessToken)).toEqual({
    iss: issuer,
    sub: '1',
    aud: issuer,
    client_id: 'authctl',
    iat: NOW,
    exp: NOW + 900,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    scope: 'articles:read articles:write',
    id: 1,
    username: 'william',
    role: 'editor',
    roles: ['editor'],
  });
});

test('two tokens of the same second differ in their jti', async () => {
  const tokens = tokensAt(NOW);
  const issued = await Promise.all([tokens.issue(william), tokens.issue(william)]);
  expect(new Set(issued.map(({ accessToken }) => decodeJwt(accessToken).jti)).size).toBe(2);
});

test.for([
  { after: 0, verdict: { valid: true, claims: expect.objectContaining({ sub: '1' }) } },
  { after: 900 - 1, verdict: { valid: true, claims: expect.objectContaining({ sub: '1' }) } },
  { after: 900, verdict: { valid: false, why: 'the token has expired' } }, // RFC 7519 4.1.4
])('$after seconds after it was issued: $verdict', async ({ after, verdict }) => {
  const { accessToken } = await tokensAt(NOW).issue(william);
  expect(await tokensAt(NOW + after).verify(accessToken)).toEqual(verdict);
});

const claims = {
  iss: issuer,
  sub: '1',
  aud: issuer,
  client_id: 'authctl',
  iat: NOW,
  exp: NOW + 900,
  jti: 'one',
};
const header = { alg: 'ES256', typ: 'at+jwt' };
const signed = (payload: object, protectedHeader: object = header, by = keys) =>
  new SignJWT({ ...payload }).setProtectedHeader({ ...header, ...protectedHeader }).sign(by.privateKey);
const without = (name: keyof typeof claims) => {
  const { [name]: _left, ...rest } = claims;
  return rest;
};

test('a token with exactly the needed claims is accepted', async () => {
  expect(await tokensAt(NOW).verify(await signed(claims))).toEqual({
    valid: true,
    claims,
  });
});

test('a token that was revoked is refused', async () => {
  const revoked = new ExpiringMap<true>(() => NOW);
  revoked.set(claims.jti, true, claims.exp);
  expect(await tokensAt(NOW, revoked).verify(await signed(claims))).toEqual({
    valid: false,
    why: 'the token was revoked',
  });
});

test.for<{ what: string; forge: () => Promise<string> | string; why: string }>([
  {
    what: 'another issuer',
    forge: () => signed({ ...claims, iss: `${issuer}/` }),
    why: "the token's iss is not accepted",
  },
  {
    what: 'another audience',
    forge: () => signed({ ...claims, aud: 'x' }),
    why: "the token's aud is not accepted",
  },
  { what: 'no audience', forge: () => signed(without('aud')), why: "the token's aud is not accepted" },
  { what: 'no issuer', forge: () => signed(without('iss')), why: "the token's iss is not accepted" },
  { what: 'no expiry', forge: () => signed(without('exp')), why: "the token's exp is not accepted" },
  { what: 'no subject', forge: () => signed(without('sub')), why: "the token's sub is not accepted" },
  {
    what: 'no client',
    forge: () => signed(without('client_id')),
    why: "the token's client_id is not accepted",
  },
  {
    what: 'an ID token',
    forge: () => signed(claims, { typ: 'JWT' }),
    why: "the token's typ is not accepted",
  },
  {
    what: 'no type',
    forge: () => signed(claims, { typ: undefined }),
    why: "the token's typ is not accepted",
  },
  {
    what: 'not yet valid',
    forge: () => signed({ ...claims, nbf: NOW + 1 }),
    why: "the token's nbf is not accepted",
  },
  {
    what: "another server's key",
    forge: () => signed(claims, { kid: keys.kid }, otherKeys),
    why: "the token's signature does not verify",
  },
  {
    what: 'a key of its own (RFC 7515 4.1.3)',
    forge: async () => signed(claims, { jwk: await exportJWK(otherKeys.publicKey) }, otherKeys),
    why: "the token's signature does not verify",
  },
  {
    what: 'the public key taken for a shared secret',
    forge: async () =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .sign(new TextEncoder().encode(JSON.stringify(keys.jwks.keys[0]).padEnd(32))),
    why: "the token's algorithm is not accepted",
  },
  {
    what: 'no signature',
    forge: () => new UnsecuredJWT(claims).encode(),
    why: "the token's algorithm is not accepted",
  },
  { what: 'an unknown critical header', forge: () => forgedCritical(), why: 'the token is malformed' },
  { what: 'rubbish', forge: () => 'a.b.c', why: 'the token is malformed' },
  { what: 'nothing', forge: () => '', why: 'the token is malformed' },
])('$what: $why', async ({ forge, why }) => {
  expect(await tokensAt(NOW).verify(await forge())).toEqual({ valid: false, why });
});

test('raising the role without the key breaks the signature', async () => {
  const { accessToken } = await tokensAt(NOW).issue(william);
  const [head, , signature] = accessToken.split('.');
  const raised = Buffer.from(JSON.stringify({ ...decodeJwt(accessToken), role: 'admin' })).toString(
    'base64url',
  );
  expect(await tokensAt(NOW).verify(`${head}.${raised}.${signature}`)).toEqual({
    valid: false,
    why: "the token's signature does not verify",
  });
});

/** A header that demands an extension nobody knows (RFC 7515 section 4.1.11). */
async function forgedCritical(): Promise<string> {
  const [, payload, signature] = (await signed(claims)).split('.');
  const demanding = { ...header, crit: ['exp'], exp: 1 };
  return `${Buffer.from(JSON.stringify(demanding)).toString('base64url')}.${payload}.${signature}`;
}
