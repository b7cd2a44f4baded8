import { constants, createSecretKey, generateKeyPairSync, type SignKeyObjectInput, sign } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import type { Failure } from '../../../src/token/failure.js';
import type { Verification } from '../../../src/token/judge.js';
import { readKeys } from '../../../src/token/keys/read-keys.js';
import { readSecret } from '../../../src/token/keys/secret.js';
import { pinned, type VerificationKey } from '../../../src/token/keys/verification-key.js';
import { type VerifyOptions, verify } from '../../../src/token/verify.js';
import {
  base64url,
  compact,
  ecPair,
  ecToken,
  hmacToken,
  rsaPair,
  rsaToken,
  TEST_SECRET,
} from '../../support/tokens.js';

const NOW = 1_767_225_600;
const CLAIMS = { iss: 'https://issuer.example', sub: '2', aud: 'api', exp: NOW + 600, iat: NOW - 60 };

const ec = ecPair();
const otherEc = ecPair();
const rsa = rsaPair(2048);
const weakRsa = rsaPair(1024);
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const from = (...keys: readonly (VerificationKey | undefined)[]): VerifyOptions['keys'] => {
  const present = keys.filter((key) => key !== undefined);
  return async () => ({ keys: present, origin: 'keys.json' });
};
const secret = readSecret(TEST_SECRET, 'secret.txt');

const codes = ({ failures }: Verification) => failures.map(({ code }: Failure) => code);

describe('a good token', () => {
  test('is valid, and the key is named', async () => {
    const token = ecToken(ec.privateKey, CLAIMS, { kid: 'k1' });
    expect(await verify(token, NOW, { keys: from(pinned(ec.publicKey, { kid: 'k1' })) })).toEqual({
      valid: true,
      failures: [],
      key: { origin: 'keys.json', kid: 'k1', algorithm: 'ES256', description: 'EC P-256' },
      header: { alg: 'ES256', kid: 'k1' },
      payload: CLAIMS,
      unchecked: null,
      at: NOW,
    });
  });

  test.for([
    { name: 'RSA', token: rsaToken(rsa.privateKey, CLAIMS), key: pinned(rsa.publicKey) },
    { name: 'HMAC', token: hmacToken(CLAIMS), key: secret },
    { name: 'text', token: hmacToken('no claims'), key: secret },
  ])('$name is valid', async ({ token, key }) => {
    expect((await verify(token, NOW, { keys: from(key) })).failures).toEqual([]);
  });
});

describe('keys', () => {
  test.for([
    {
      name: 'the key of somebody else',
      token: ecToken(ec.privateKey, CLAIMS),
      keys: [pinned(otherEc.publicKey)],
      codes: ['signature'],
    },
    {
      name: 'an unknown key id',
      token: ecToken(ec.privateKey, CLAIMS, { kid: 'k2' }),
      keys: [pinned(ec.publicKey, { kid: 'k1' })],
      codes: ['key-not-found'],
    },
    {
      name: 'a key id, and a key without one',
      token: ecToken(ec.privateKey, CLAIMS, { kid: 'k2' }),
      keys: [pinned(ec.publicKey)],
      codes: [],
    },
    {
      name: 'no key id, and the key is the last of several',
      token: ecToken(ec.privateKey, CLAIMS),
      keys: [
        pinned(rsa.publicKey, { kid: 'a' }),
        pinned(otherEc.publicKey, { kid: 'b' }),
        pinned(ec.publicKey, { kid: 'c' }),
      ],
      codes: [],
    },
    {
      name: 'a key that is for another algorithm',
      token: rsaToken(rsa.privateKey, CLAIMS),
      keys: [pinned(rsa.publicKey, { alg: 'PS256' })],
      codes: ['algorithm'],
    },
    {
      name: 'a weak RSA key',
      token: rsaToken(weakRsa.privateKey, CLAIMS),
      keys: [pinned(weakRsa.publicKey)],
      codes: ['key-weak'],
    },
    {
      name: 'a weak RSA key that did not sign',
      token: rsaToken(rsa.privateKey, CLAIMS),
      keys: [pinned(weakRsa.publicKey)],
      codes: ['signature', 'key-weak'],
    },
    {
      name: 'a short secret',
      token: hmacToken(CLAIMS, {}, 'short'),
      keys: [readSecret('short', 's')],
      codes: ['key-weak'],
    },
  ])('$name: $codes', async ({ token, keys, codes: expected }) => {
    expect(codes(await verify(token, NOW, { keys: from(...keys) }))).toEqual(expected);
  });

  test.for([
    { name: 'RSA', token: rsaToken(weakRsa.privateKey, CLAIMS), key: pinned(weakRsa.publicKey) },
    { name: 'HMAC', token: hmacToken(CLAIMS, {}, 'short'), key: readSecret('short', 's') },
  ])('a weak $name key is good where it is allowed', async ({ token, key }) => {
    expect((await verify(token, NOW, { keys: from(key), allowWeakKeys: true })).valid).toBe(true);
  });
});

describe('attacks', () => {
  test('HMAC with the public key as secret is refused: the key is for RSA', async () => {
    const token = hmacToken({ ...CLAIMS, role: 'admin' }, {}, publicPem);
    const result = await verify(token, NOW, {
      keys: async () => ({ keys: readKeys(publicPem, 'k'), origin: 'k' }),
    });
    expect({ valid: result.valid, failures: result.failures }).toEqual({
      valid: false,
      failures: [
        {
          code: 'algorithm',
          message:
            'the header says HS256, but the key (RSA 2048) is for RS256, RS384, RS512, PS256, PS384, PS512',
        },
      ],
    });
  });

  test.for(['none', 'None', 'NONE', ' none'])(
    'alg %j is refused, and no key is fetched for it',
    async (alg) => {
      const keys = () => Promise.reject(new Error('keys were asked for'));
      expect(codes(await verify(compact({ alg }, CLAIMS, ''), NOW, { keys }))).toEqual(['algorithm']);
    },
  );

  test('a key in the header is not used', async () => {
    const jwk = otherEc.publicKey.export({ format: 'jwk' });
    const token = ecToken(otherEc.privateKey, CLAIMS, { jwk, jku: 'https://evil.example/jwks.json' });
    expect(codes(await verify(token, NOW, { keys: from(pinned(ec.publicKey)) }))).toEqual(['signature']);
  });

  test('an ECDSA signature of zeros is refused', async () => {
    const [header, payload] = ecToken(ec.privateKey, CLAIMS).split('.');
    const token = `${header}.${payload}.${base64url(new Uint8Array(64))}`;
    expect(codes(await verify(token, NOW, { keys: from(pinned(ec.publicKey)) }))).toEqual(['signature']);
  });

  test('a cut-off signature is refused', async () => {
    const [header, payload] = hmacToken(CLAIMS).split('.');
    expect(codes(await verify(`${header}.${payload}.`, NOW, { keys: from(secret) }))).toEqual(['signature']);
    expect(codes(await verify(`${header}.${payload}`, NOW, { keys: from(secret) }))).toEqual(['malformed']);
  });

  test('a claim that was changed is refused', async () => {
    const [header, , signature] = hmacToken(CLAIMS).split('.');
    const token = `${header}.${base64url(JSON.stringify({ ...CLAIMS, role: 'admin' }))}.${signature}`;
    expect(codes(await verify(token, NOW, { keys: from(secret) }))).toEqual(['signature']);
  });

  test('a claim named twice is refused, though it was signed', async () => {
    const token = hmacToken('{"role":"reader","role":"admin"}');
    expect(codes(await verify(token, NOW, { keys: from(secret) }))).toEqual(['malformed']);
  });

  test.for([
    { header: { crit: ['exp'], exp: 1 }, expected: ['critical-header'] },
    { header: { crit: [] }, expected: ['critical-header'] },
    { header: { crit: ['b64'] }, expected: ['critical-header'] },
    { header: { b64: false }, expected: ['critical-header'] },
    { header: { b64: true, crit: ['b64'] }, expected: [] },
  ])('header $header: $expected', async ({ header, expected }) => {
    const result = await verify(hmacToken(CLAIMS, header), NOW, { keys: from(secret) });
    expect(codes(result)).toEqual(expect.arrayContaining(expected));
    expect(result.valid).toBe(expected.length === 0);
  });
});

describe('what is no signed token is malformed', () => {
  test.for([
    'hello',
    '',
    '2YotnFZFEjr1zCsicMWpAA',
    'eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA',
    `${hmacToken(CLAIMS)}~`,
  ])('%j', async (text) => {
    expect(codes(await verify(text, NOW, { keys: from(secret) }))).toEqual(['malformed']);
  });
});

describe('several reasons', () => {
  let result: Verification;
  beforeAll(async () => {
    const token = ecToken(ec.privateKey, { ...CLAIMS, exp: NOW - 600, iat: NOW + 60 });
    const keys = from(pinned(otherEc.publicKey));
    result = await verify(token, NOW, { keys, audience: ['other'], role: 'admin', type: 'at+jwt' });
  });

  test('are all listed', () => {
    expect(result.failures).toEqual([
      { code: 'signature', message: 'the signature was not made with the key from keys.json' },
      { code: 'type', message: 'the type is absent, not "at+jwt"' },
      { code: 'expired', message: 'expired 10 minutes ago' },
      { code: 'issued-in-future', message: 'issued in 1 minute, in the future' },
      { code: 'audience', message: 'the audience is "api", not "other"' },
      { code: 'role', message: 'it names no role, not "admin"' },
    ]);
  });
});

describe('keys that cannot be had', () => {
  const unavailable = new AuthctlError(
    'KEYS_UNAVAILABLE',
    'no keys from https://issuer.example: it answered 500',
  );
  const keys = () => Promise.reject(unavailable);

  test('leave the question open', async () => {
    await expect(verify(hmacToken(CLAIMS), NOW, { keys })).rejects.toBe(unavailable);
  });

  test('do not matter where the token is refused anyway', async () => {
    const result = await verify(hmacToken(CLAIMS), NOW + 600, { keys });
    expect({ valid: result.valid, codes: codes(result), unchecked: result.unchecked }).toEqual({
      valid: false,
      codes: ['expired'],
      unchecked: 'no keys from https://issuer.example: it answered 500',
    });
  });
});

describe('every algorithm', () => {
  const rsaPss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  const ed = generateKeyPairSync('ed25519');
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' });
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const rows = [
    { alg: 'RS384', pair: rsa, digest: 'sha384', options: {} },
    { alg: 'RS512', pair: rsa, digest: 'sha512', options: {} },
    { alg: 'PS256', pair: rsa, digest: 'sha256', options: pss },
    { alg: 'PS512', pair: rsa, digest: 'sha512', options: pss },
    { alg: 'PS256', pair: rsaPss, digest: 'sha256', options: pss },
    { alg: 'PS384', pair: weakRsa, digest: 'sha384', options: pss },
    { alg: 'ES384', pair: p384, digest: 'sha384', options: { dsaEncoding: 'ieee-p1363' } },
    { alg: 'ES512', pair: p521, digest: 'sha512', options: { dsaEncoding: 'ieee-p1363' } },
    { alg: 'EdDSA', pair: ed, digest: null, options: {} },
    { alg: 'Ed25519', pair: ed, digest: null, options: {} },
  ] as const;

  test.for(rows)('$alg, right and damaged', async ({ alg, pair, digest, options }) => {
    const input = compact({ alg }, CLAIMS).split('.').slice(0, 2).join('.');
    const signature = sign(digest, Buffer.from(input), {
      key: pair.privateKey,
      ...options,
    } as SignKeyObjectInput);
    const damaged = Buffer.from(signature);
    damaged[10] = (damaged[10] ?? 0) ^ 1;
    const judge = (bytes: Buffer) =>
      verify(`${input}.${base64url(bytes)}`, NOW, {
        keys: from(pinned(pair.publicKey)),
        allowWeakKeys: true,
      });
    expect({ right: codes(await judge(signature)), damaged: codes(await judge(damaged)) }).toEqual({
      right: [],
      damaged: ['signature'],
    });
  });
});

describe('whatever is fed to it is refused, never thrown out of', () => {
  const keys = from(secret);
  const isRefused = async (text: string) => {
    expect((await verify(text, NOW, { keys })).valid).toBe(false);
  };

  test('any text', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), isRefused), { numRuns: 300 });
  });

  test("any JSON as header and payload, with a signature that is not the key's", async () => {
    const header = fc.dictionary(fc.constantFrom('alg', 'kid', 'crit', 'b64', 'typ', 'x'), fc.jsonValue());
    const alg = fc.constantFrom('HS256', 'HS512', 'ES256', 'none', '');
    await fc.assert(
      fc.asyncProperty(header, alg, fc.jsonValue(), (members, name, payload) =>
        isRefused(compact({ alg: name, ...members }, JSON.stringify(payload))),
      ),
      { numRuns: 300 },
    );
  });

  test('a good token with one character changed to another', async () => {
    const good = hmacToken(CLAIMS);
    const change = fc.tuple(fc.nat(good.length - 1), fc.constantFrom(...'Aaz09-_.=+'));
    await fc.assert(
      fc.asyncProperty(change, async ([at, character]) => {
        fc.pre(good[at] !== character);
        await isRefused(good.slice(0, at) + character + good.slice(at + 1));
      }),
      { numRuns: 300 },
    );
  });
});

test('--alg narrows what the key allows', async () => {
  const options = { keys: from(pinned(createSecretKey(Buffer.alloc(64)))), algorithms: ['HS512'] };
  const token = hmacToken(CLAIMS, {}, Buffer.alloc(64));
  expect((await verify(token, NOW, options)).failures).toEqual([
    { code: 'algorithm', message: 'the header says HS256, and only HS512 may be' },
  ]);
});
