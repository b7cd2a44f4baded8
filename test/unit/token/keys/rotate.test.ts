import { describe, expect, test } from 'vitest';
import { issue } from '../../../../src/token/issue.js';
import { generateKey } from '../../../../src/token/keys/generate.js';
import { readKeys } from '../../../../src/token/keys/read-keys.js';
import { readSigningKeys } from '../../../../src/token/keys/read-signing-keys.js';
import { rotate } from '../../../../src/token/keys/rotate.js';
import { toPem } from '../../../../src/token/keys/write-keys.js';
import { verify } from '../../../../src/token/verify.js';

const NOW = 1_767_225_600;
const old = await generateKey({ algorithm: 'ES256', kid: 'old' });
const older = await generateKey({ algorithm: 'Ed25519', kid: 'older' });
const secret = await generateKey({ algorithm: 'HS256', kid: 'shared' });
const { d: _old, ...oldPublic } = old.jwk;
const { d: _older, ...olderPublic } = older.jwk;
const set = (...keys: readonly object[]) => JSON.stringify({ keys });

async function tokenBy(text: string): Promise<string> {
  const [key] = readSigningKeys(text, 'k');
  if (!key) throw new Error('no key');
  return issue({ key, claims: { sub: '1' }, bare: true }, NOW);
}

describe('rotate', () => {
  test('the new key signs, the older ones verify and sign no more', async () => {
    const { jwks, added, kept, dropped } = await rotate(set(old.jwk, olderPublic), 'k');
    expect(jwks.keys).toEqual([added.jwk, oldPublic, olderPublic]);
    expect({ kept, dropped }).toEqual({ kept: [oldPublic, olderPublic], dropped: [] });
    expect(added.jwk).toMatchObject({ alg: 'ES256', use: 'sig' });
    expect(readSigningKeys(JSON.stringify(jwks), 'k')).toHaveLength(1);
  });

  test('a token of before and one of after are both believed, until the old key is dropped', async () => {
    const before = await tokenBy(set(old.jwk));
    const { jwks } = await rotate(set(old.jwk), 'k');
    const after = await tokenBy(JSON.stringify(jwks));
    const { jwks: later } = await rotate(JSON.stringify(jwks), 'k', { keep: 1 });
    const isBelieved = async (token: string, keys: object) =>
      (
        await verify(token, NOW, {
          keys: async () => ({ keys: readKeys(JSON.stringify(keys), 'k'), origin: 'k' }),
        })
      ).valid;
    expect(await Promise.all([before, after].map((token) => isBelieved(token, jwks)))).toEqual([true, true]);
    expect(await Promise.all([before, after].map((token) => isBelieved(token, later)))).toEqual([
      false,
      true,
    ]);
  });

  test.for([
    { keep: 0, kept: [], dropped: ['old', 'older'] },
    { keep: 1, kept: ['old'], dropped: ['older'] },
    { keep: 5, kept: ['old', 'older'], dropped: [] },
  ])('keep $keep', async ({ keep, kept, dropped }) => {
    const result = await rotate(set(old.jwk, olderPublic), 'k', { keep });
    expect({
      kept: result.kept.map(({ kid }) => kid),
      dropped: result.dropped.map(({ kid }) => kid),
    }).toEqual({ kept, dropped });
  });

  test('one JWK becomes a set', async () => {
    expect((await rotate(JSON.stringify(old.jwk), 'k')).jwks.keys.slice(1)).toEqual([oldPublic]);
  });

  test('a secret stays whole, because it verifies only so', async () => {
    const { jwks, added } = await rotate(set(secret.jwk), 'k');
    expect(jwks.keys).toEqual([added.jwk, secret.jwk]);
    expect(added.jwk.alg).toBe('HS256');
  });

  test('the new key can be of another kind', async () => {
    expect((await rotate(set(old.jwk), 'k', { algorithm: 'Ed25519' })).added.jwk.alg).toBe('Ed25519');
  });

  test.for([
    {
      why: 'a public set, which may be published',
      text: set(oldPublic),
      message: 'k holds public keys only',
    },
    { why: 'PEM', text: toPem(old.key), message: 'k is PEM, and a key set is JSON' },
    {
      why: 'a key that nothing is known to be done with',
      text: set({ ...old.jwk, alg: 'XS256' }),
      message: 'k does not say what its newest key is for',
    },
  ])('refused: $why', async ({ text, message }) => {
    await expect(rotate(text, 'k')).rejects.toMatchObject({ code: 'KEY_UNUSABLE', message });
  });
});
