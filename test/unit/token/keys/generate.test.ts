import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateKey, KEY_ALGORITHMS, type KeyAlgorithm } from '../../../../src/token/keys/generate.js';
import { thumbprintOf } from '../../../../src/token/keys/thumbprint.js';
import { describeKey, weaknessFor } from '../../../../src/token/keys/verification-key.js';

const DESCRIPTIONS: Readonly<Record<Exclude<KeyAlgorithm, `ML-DSA-${number}`>, string>> = {
  HS256: 'secret of 32 bytes',
  HS384: 'secret of 48 bytes',
  HS512: 'secret of 64 bytes',
  RS256: 'RSA 3072',
  RS384: 'RSA 3072',
  RS512: 'RSA 3072',
  PS256: 'RSA 3072',
  PS384: 'RSA 3072',
  PS512: 'RSA 3072',
  ES256: 'EC P-256',
  ES384: 'EC P-384',
  ES512: 'EC P-521',
  ES256K: 'EC secp256k1',
  Ed25519: 'Ed25519',
  EdDSA: 'Ed25519',
  Ed448: 'Ed448',
  'RSA-OAEP-256': 'RSA 3072',
  'ECDH-ES': 'EC P-256',
};

describe('generateKey', () => {
  test('the table has every algorithm but ML-DSA', () => {
    expect(Object.keys(DESCRIPTIONS).sort()).toEqual(
      KEY_ALGORITHMS.filter((name) => !name.startsWith('ML-DSA')).sort(),
    );
  });

  test.for(Object.entries(DESCRIPTIONS).map(([algorithm, description]) => ({ algorithm, description })))(
    '$algorithm: $description, strong enough',
    async ({ algorithm, description }) => {
      const { key, jwk } = await generateKey({ algorithm: algorithm as KeyAlgorithm });
      expect(describeKey(key)).toBe(description);
      expect(jwk).toMatchObject({ alg: algorithm, use: /RSA-|ECDH/.test(algorithm) ? 'enc' : 'sig' });
      expect(weaknessFor({ key, algorithms: [], kid: undefined, description }, algorithm)).toBeUndefined();
    },
  );

  test('its id is its thumbprint, unless another is given; a secret has none', async () => {
    const ec = await generateKey({ algorithm: 'ES256' });
    expect(ec.jwk.kid).toBe(await thumbprintOf(ec.key));
    expect((await generateKey({ algorithm: 'ES256', kid: 'mine' })).jwk.kid).toBe('mine');
    expect((await generateKey({ algorithm: 'HS256' })).jwk).not.toHaveProperty('kid');
  });

  test('the size of an RSA key can be chosen, that of others not', async () => {
    expect(describeKey((await generateKey({ algorithm: 'PS256', bits: 2048 })).key)).toBe('RSA 2048');
    await expect(generateKey({ algorithm: 'ES256', bits: 2048 })).rejects.toMatchObject({
      code: 'USAGE',
      message: 'a key for ES256 has one size only',
    });
  });

  test('no two keys are the same', async () => {
    const [one, other] = [
      await generateKey({ algorithm: 'HS256' }),
      await generateKey({ algorithm: 'HS256' }),
    ];
    expect(one.jwk.k).not.toBe(other.jwk.k);
  });
});

test('a private key and its public half have one thumbprint', async () => {
  const { key } = await generateKey({ algorithm: 'Ed25519' });
  const again = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }));
  expect(await thumbprintOf(createPublicKey(key))).toBe(await thumbprintOf(again));
});
