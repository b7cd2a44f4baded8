import { constants, generateKeyPairSync, verify as verifySignature } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type IssueOptions, issue } from '../../../src/token/issue.js';
import type { JsonObject } from '../../../src/token/json.js';
import { generateKey } from '../../../src/token/keys/generate.js';
import { readKeys } from '../../../src/token/keys/read-keys.js';
import { readSigningKeys } from '../../../src/token/keys/read-signing-keys.js';
import { SIGNING_ALGORITHMS, type SigningKey } from '../../../src/token/keys/signing-key.js';
import { lintTokens } from '../../../src/token/lint/lint-tokens.js';
import { verify } from '../../../src/token/verify.js';
import { signByHand, verifyByHand } from '../../support/jose-by-hand.js';
import { compact, rsaPair } from '../../support/tokens.js';
import type { VectorJwk } from '../../support/vectors.js';

const NOW = 1_767_225_600;
const CLAIMS = {
  iss: 'https://login.example.com',
  sub: '42',
  aud: 'https://api.example.com',
  client_id: 'a-client',
  scope: 'articles:read',
};

const canMlDsa = await generateKey({ algorithm: 'ML-DSA-44' }).then(
  () => true,
  () => false,
);
const available = SIGNING_ALGORITHMS.filter((alg) => canMlDsa || !alg.startsWith('ML-DSA'));

const signer = (jwk: object): SigningKey => {
  const [key] = readSigningKeys(JSON.stringify(jwk), 'k');
  if (!key) throw new Error('no key');
  return key;
};
/** Whether node:crypto alone finds the signature good. */
function isSignedByHand(token: string, alg: string, jwk: JsonObject): boolean {
  const [header, payload, signature = ''] = token.split('.');
  return verifyByHand(alg, jwk as VectorJwk, Buffer.from(`${header}.${payload}`), signature);
}
const parts = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject);

const ec = await generateKey({ algorithm: 'ES256', kid: 'ec' });
const asIssued = (options: Partial<IssueOptions>) =>
  issue({ key: signer(ec.jwk), claims: CLAIMS, newId: () => 'an-id', ...options }, NOW);

describe('every algorithm', () => {
  test.for(available)(
    '%s: what is issued verifies with node:crypto, and with `verify`',
    async (algorithm) => {
      const { jwk } = await generateKey({ algorithm });
      const token = await issue({ key: signer(jwk), claims: CLAIMS }, NOW);
      expect(parts(token)[0]).toMatchObject({ alg: algorithm });
      expect(isSignedByHand(token, algorithm, jwk)).toBe(true);
      const keys = async () => ({ keys: readKeys(JSON.stringify(jwk), 'k'), origin: 'k' });
      expect((await verify(token, NOW, { keys })).failures).toEqual([]);
    },
  );

  test.for(available)('%s: what node:crypto signs verifies with `verify`', async (algorithm) => {
    const { jwk } = await generateKey({ algorithm });
    const input = compact({ alg: algorithm }, CLAIMS, '').slice(0, -1);
    const token = `${input}.${signByHand(algorithm, jwk as VectorJwk, Buffer.from(input))}`;
    const keys = async () => ({ keys: readKeys(JSON.stringify(jwk), 'k'), origin: 'k' });
    expect((await verify(token, NOW, { keys })).valid).toBe(true);
  });

  test('they are those of jose, and two that it has not', async () => {
    expect([...SIGNING_ALGORITHMS].sort()).toEqual(
      [
        ...['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
        ...[
          'ES256',
          'ES384',
          'ES512',
          'EdDSA',
          'Ed25519',
          'ES256K',
          'Ed448',
          'ML-DSA-44',
          'ML-DSA-65',
          'ML-DSA-87',
        ],
      ].sort(),
    );
  });

  test.skipIf(canMlDsa)('ML-DSA on an older Node.js', async () => {
    await expect(generateKey({ algorithm: 'ML-DSA-65' })).rejects.toMatchObject({
      code: 'KEY_UNUSABLE',
      message: 'this Node.js knows no ML-DSA-65',
      hint: 'run it with Node.js 24.7 or later, or choose another algorithm',
    });
  });

  test('an RSA-PSS key signs with the hash that it names', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha384',
      mgf1HashAlgorithm: 'sha384',
    });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const [key] = readSigningKeys(pem, 'k');
    const token = await issue({ key: key as SigningKey, claims: CLAIMS }, NOW);
    const [header, payload, signature = ''] = token.split('.');
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
    const bytes = Buffer.from(signature, 'base64url');
    expect(
      verifySignature('sha384', Buffer.from(`${header}.${payload}`), { key: publicKey, ...padding }, bytes),
    ).toBe(true);
    expect(parts(token)[0]).toEqual({ alg: 'PS384', typ: 'at+jwt' });
  });
});

describe('by default', () => {
  test('header and claims are those of an access token', async () => {
    expect(parts(await asIssued({}))).toEqual([
      { alg: 'ES256', typ: 'at+jwt', kid: 'ec' },
      { ...CLAIMS, iat: NOW, exp: NOW + 900, jti: 'an-id' },
    ]);
  });

  test('it has no finding in lint, and verifies', async () => {
    const token = await issue({ key: signer(ec.jwk), claims: CLAIMS }, NOW);
    expect(lintTokens([{ text: token, origin: 'test' }], NOW).findings).toEqual([]);
    const keys = async () => ({ keys: readKeys(JSON.stringify(ec.jwk), 'k'), origin: 'k' });
    const { valid } = await verify(token, NOW, {
      keys,
      issuer: CLAIMS.iss,
      audience: [CLAIMS.aud],
      type: 'at+jwt',
      required: ['sub', 'exp', 'iat', 'jti', 'client_id'],
    });
    expect(valid).toBe(true);
  });

  test('two tokens never have the same id', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => parts(await issue({ key: signer(ec.jwk), claims: CLAIMS }, NOW))[1]?.jti),
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('a key without an id is named by its thumbprint, a secret is not', async () => {
    const { kid: _, ...unnamed } = ec.jwk;
    const other = await generateKey({ algorithm: 'ES256' });
    const secret = await generateKey({ algorithm: 'HS256' });
    expect(parts(await asIssued({ key: signer({ ...other.jwk, kid: undefined }) }))[0]?.kid).toBe(
      other.jwk.kid,
    );
    expect(parts(await asIssued({ key: signer(unnamed) }))[0]?.kid).toMatch(/^[\w-]{43}$/);
    expect(parts(await asIssued({ key: signer(secret.jwk) }))[0]).toEqual({ alg: 'HS256', typ: 'at+jwt' });
  });

  test.for([
    { given: { nbf: NOW + 3600 }, times: { nbf: NOW + 3600, exp: NOW + 4500 } },
    { given: { nbf: NOW - 3600 }, times: { nbf: NOW - 3600, exp: NOW + 900 } },
    { given: { exp: NOW + 5 }, times: { exp: NOW + 5 } },
    { given: { iat: 1, jti: 'mine' }, times: { iat: 1, jti: 'mine', exp: NOW + 900 } },
  ])('claims that are there stay: $given', async ({ given, times }) => {
    expect(parts(await asIssued({ claims: { ...CLAIMS, ...given } }))[1]).toMatchObject(times);
  });

  test.for(['iss', 'sub', 'aud', 'client_id'])('without `%s` nothing is signed', async (name) => {
    const claims = Object.fromEntries(Object.entries(CLAIMS).filter(([member]) => member !== name));
    await expect(asIssued({ claims })).rejects.toMatchObject({
      code: 'USAGE',
      message: `the claim \`${name}\` is missing`,
    });
  });

  test('only an access token needs a client', async () => {
    const { client_id: _, ...claims } = CLAIMS;
    expect(parts(await asIssued({ claims, header: { typ: 'JWT' } }))[0]?.typ).toBe('JWT');
  });
});

describe('what is asked for', () => {
  test('bare adds nothing', async () => {
    expect(parts(await asIssued({ bare: true, claims: {} }))).toEqual([{ alg: 'ES256' }, {}]);
  });

  test('claims are signed as they stand, whatever their names', async () => {
    const claims = JSON.parse(
      '{"__proto__":{"admin":true},"exp":"soon","\\ud83d\\ude00":null}',
    ) as JsonObject;
    const token = await asIssued({ bare: true, claims });
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).toBe(JSON.stringify(claims));
  });

  test('header members are added, or take the place of the usual ones', async () => {
    const header = { kid: 'other', 'x-tenant': 'north', crit: ['x-tenant'] };
    expect(parts(await asIssued({ header }))[0]).toEqual({ alg: 'ES256', typ: 'at+jwt', ...header });
  });

  test.for([
    { why: 'names an algorithm', header: { alg: 'none' }, message: /the algorithm is no header/ },
    {
      why: 'calls critical what is not there',
      header: { crit: ['x'] },
      message: /cannot be signed: .*"x".*missing/,
    },
    { why: 'has an empty crit', header: { crit: [] }, message: /cannot be signed/ },
    {
      why: 'leaves the payload unencoded',
      header: { b64: false, crit: ['b64'] },
      message: /the claims of a token are encoded/,
    },
  ])('a header that $why is refused', async ({ header, message }) => {
    await expect(asIssued({ header })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message) as string,
    });
  });

  test.for([
    {
      why: 'is not for the key',
      key: signer(ec.jwk),
      algorithm: 'RS256',
      message: 'the key (EC P-256) cannot sign with RS256',
    },
    {
      why: 'needs a longer secret',
      key: signer({ kty: 'oct', k: 'AAAA' }),
      algorithm: 'HS256',
      message: 'the secret has 24 bits, and HS256 needs 256',
    },
  ])('an algorithm that $why is refused', async ({ key, algorithm, message }) => {
    await expect(asIssued({ key, algorithm })).rejects.toMatchObject({ code: 'KEY_UNUSABLE', message });
  });

  test('a small RSA key signs only where that is asked for', async () => {
    const { privateKey, publicKey } = rsaPair(1024);
    const [key] = readSigningKeys(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'k');
    const options = { key: key as SigningKey, bare: true };
    await expect(asIssued(options)).rejects.toMatchObject({ code: 'KEY_UNUSABLE' });
    for (const algorithm of ['RS256', 'PS256']) {
      const token = await asIssued({ ...options, algorithm, allowWeakKeys: true });
      expect(isSignedByHand(token, algorithm, publicKey.export({ format: 'jwk' }) as JsonObject)).toBe(true);
    }
  });

  test('a key that names no algorithm signs with Ed25519, not with the older name of it', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = signer(privateKey.export({ format: 'jwk' }));
    expect(parts(await asIssued({ key }))[0]?.alg).toBe('Ed25519');
    expect(parts(await asIssued({ key, algorithm: 'EdDSA' }))[0]?.alg).toBe('EdDSA');
  });
});
