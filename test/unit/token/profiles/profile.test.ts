import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../../src/token/judge.js';
import { pinned } from '../../../../src/token/keys/verification-key.js';
import { checkProfile, type ProfileExpectations } from '../../../../src/token/profiles/profile.js';
import { ecPair, ecToken } from '../../../support/tokens.js';

const NOW = 1_767_225_600;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

const sound = {
  'access-token': {
    header: { alg: 'ES256', typ: 'at+jwt' },
    claims: { iss: 'i', sub: '2', aud: 'api', client_id: 'app', iat: NOW, exp: NOW + 60, jti: 'j' },
  },
  'id-token': {
    header: { alg: 'ES256', typ: 'JWT' },
    claims: { iss: 'i', sub: '2', aud: 'app', iat: NOW, exp: NOW + 60, nonce: 'n', auth_time: NOW - 60 },
  },
  logout: {
    header: { alg: 'ES256', typ: 'logout+jwt' },
    claims: { iss: 'i', sub: '2', aud: 'app', iat: NOW, exp: NOW + 60, jti: 'j', events: { [EVENT]: {} } },
  },
  dpop: {
    header: { alg: 'ES256', typ: 'dpop+jwt', jwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } },
    claims: { jti: 'j', htm: 'GET', htu: 'https://api.example/articles', iat: NOW, nonce: 'n' },
  },
} as const;

const expectations = {
  'access-token': { kind: 'access-token' },
  'id-token': { kind: 'id-token', clientId: 'app', nonce: 'n', maxAuthAge: 60 },
  logout: { kind: 'logout', clientId: 'app' },
  dpop: { kind: 'dpop', method: 'GET', url: 'https://API.example:443/articles?page=2#top', nonce: 'n' },
} as const satisfies Record<string, ProfileExpectations>;

type Kind = keyof typeof sound;

const judged = (kind: Kind, header: object = {}, claims: object = {}, more: object = {}) =>
  checkProfile(
    { ...expectations[kind], ...more } as ProfileExpectations,
    // Members that are undefined are absent, as in JSON.
    JSON.parse(
      JSON.stringify({
        header: { ...sound[kind].header, ...header },
        claims: { ...sound[kind].claims, ...claims },
      }),
    ),
    {},
    NOW,
  ).map(({ code, source }) => `${code}: ${source}`);

test.for(Object.keys(sound) as Kind[])('a sound token of the profile %s breaks no rule', (kind) => {
  expect(judged(kind)).toEqual([]);
});

const CORE = 'OpenID Connect Core section 3.1.3.7';
const LOGOUT = 'OpenID Connect Back-Channel Logout section 2.6';
const DPOP = 'RFC 9449 section 4.3';
const hash = (text: string) => createHash('sha256').update(text).digest();

describe('each rule is broken on its own', () => {
  test.for<{ kind: Kind; header?: object; claims?: object; more?: object; broken: string }>([
    { kind: 'access-token', header: { typ: 'JWT' }, broken: 'type: RFC 9068 section 4' },
    ...['iss', 'sub', 'aud', 'client_id', 'iat', 'exp', 'jti'].map((name) => ({
      kind: 'access-token' as const,
      claims: { [name]: undefined },
      broken: 'claim-missing: RFC 9068 section 2.2',
    })),
    { kind: 'id-token', header: { typ: 'at+jwt' }, broken: 'type: RFC 8725 section 3.11' },
    { kind: 'id-token', claims: { aud: 'other' }, broken: `audience: ${CORE}` },
    { kind: 'id-token', claims: { aud: ['app', 'other'], azp: 'app' }, broken: `audience: ${CORE}` },
    { kind: 'id-token', claims: { azp: 'other' }, broken: `profile: ${CORE}` },
    { kind: 'id-token', claims: { nonce: 'other' }, broken: `profile: ${CORE}` },
    { kind: 'id-token', claims: { nonce: undefined }, broken: `profile: ${CORE}` },
    { kind: 'id-token', claims: { auth_time: NOW - 61 }, broken: `too-old: ${CORE}` },
    { kind: 'id-token', claims: { auth_time: undefined }, broken: `claim-missing: ${CORE}` },
    {
      kind: 'id-token',
      claims: { at_hash: hash('other').subarray(0, 16).toString('base64url') },
      more: { accessToken: 'access' },
      broken: 'profile: OpenID Connect Core section 3.1.3.8',
    },
    {
      kind: 'logout',
      header: { typ: 'at+jwt' },
      broken: 'type: OpenID Connect Back-Channel Logout section 2.4',
    },
    { kind: 'logout', claims: { aud: 'other' }, broken: `audience: ${LOGOUT}` },
    { kind: 'logout', claims: { sub: undefined }, broken: `claim-missing: ${LOGOUT}` },
    { kind: 'logout', claims: { events: undefined }, broken: `claim-missing: ${LOGOUT}` },
    { kind: 'logout', claims: { events: { [EVENT]: true } }, broken: `profile: ${LOGOUT}` },
    { kind: 'logout', claims: { nonce: 'n' }, broken: `profile: ${LOGOUT}` },
    { kind: 'dpop', header: { typ: 'JWT' }, broken: `type: ${DPOP}` },
    { kind: 'dpop', header: { alg: 'HS256' }, broken: `algorithm: ${DPOP}` },
    { kind: 'dpop', header: { jwk: undefined }, broken: 'profile: RFC 9449 section 4.2' },
    { kind: 'dpop', header: { jwk: { kty: 'EC', d: 'd' } }, broken: `profile: ${DPOP}` },
    { kind: 'dpop', claims: { htm: 'POST' }, broken: `profile: ${DPOP}` },
    { kind: 'dpop', claims: { htu: 'https://api.example/users' }, broken: `profile: ${DPOP}` },
    { kind: 'dpop', claims: { nonce: 'other' }, broken: `profile: ${DPOP}` },
    { kind: 'dpop', claims: { iat: NOW - 301 }, broken: `too-old: ${DPOP}` },
    { kind: 'dpop', claims: { ath: 'other' }, more: { accessToken: 'access' }, broken: `profile: ${DPOP}` },
  ])('$kind $header $claims: $broken', ({ kind, header, claims, more, broken }) => {
    expect(judged(kind, header, claims, more)).toEqual([broken]);
  });

  test('hashes that are right are right', () => {
    const accessToken = 'access';
    const half = hash(accessToken).subarray(0, 16).toString('base64url');
    expect(judged('id-token', {}, { at_hash: half }, { accessToken })).toEqual([]);
    expect(judged('dpop', {}, { ath: hash(accessToken).toString('base64url') }, { accessToken })).toEqual([]);
  });
});

describe('a DPoP proof is checked with its own key', () => {
  const [own, other] = [ecPair(), ecPair()];
  const criteria = { profile: expectations.dpop };
  const carried = { keys: [], origin: 'the proof', carried: 'proof' } as const;
  const jwk = own.publicKey.export({ format: 'jwk' });
  const proof = (key = own.privateKey, header: object = {}) =>
    ecToken(key, sound.dpop.claims, { typ: 'dpop+jwt', jwk, ...header });
  const codes = (token: string, found: Parameters<typeof judge>[3] = carried) =>
    judge(token, NOW, criteria, found).failures.map(({ code }) => code);

  test('which made the signature, and no other', () => {
    expect([codes(proof()), codes(proof(other.privateKey))]).toEqual([[], ['signature']]);
  });

  test('a secret is no such key', () => {
    expect(codes(proof(own.privateKey, { jwk: { kty: 'oct', k: 'AAAA' } }))).toContain('key-not-found');
  });

  test('without the profile the key in the header is nothing', () => {
    const found = { keys: [pinned(other.publicKey)].flatMap((key) => key ?? []), origin: 'k' };
    expect(judge(proof(), NOW, {}, found).failures.map(({ code }) => code)).toEqual(['signature']);
  });
});
