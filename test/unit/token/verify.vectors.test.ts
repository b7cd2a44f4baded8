import { describe, expect, test } from 'vitest';
import { readKeys } from '../../../src/token/keys/read-keys.js';
import { verify } from '../../../src/token/verify.js';
import { publicPart, strangerTo, tokenRows, type VectorJwk, vectorKey } from '../../support/vectors.js';

/** Before any example expires. */
const NOW = 1_300_000_000;

const rows = tokenRows('jws').filter(({ vector }) => !vector.detached);
const signed = rows.filter(({ vector }) => vector.refused === undefined);
const refused = rows.filter(({ vector }) => vector.refused !== undefined);

test('there are examples of each', () => {
  expect({ signed: signed.length > 10, refused: refused.length > 1 }).toEqual({
    signed: true,
    refused: true,
  });
});

const keysFrom = (...keys: readonly VectorJwk[]) => {
  const text = JSON.stringify({ keys: keys.map(publicPart) });
  return async () => ({ keys: readKeys(text, 'the RFC'), origin: 'the RFC' });
};

describe('verify', () => {
  test.for(signed)('$id $form is valid with any of its keys', async ({ text, vector }) => {
    for (const { key } of vector.signatures) {
      const jwk = vectorKey(key ?? '');
      const result = await verify(text, NOW, { keys: keysFrom(jwk), allowWeakKeys: true });
      expect({ key, failures: result.failures, valid: result.valid }).toEqual({
        key,
        failures: [],
        valid: true,
      });
    }
  });

  test.for(signed)('$id $form is refused with a key of somebody else', async ({ text, vector }) => {
    const strangers = vector.signatures.map(({ key }) => strangerTo(vectorKey(key ?? '')));
    const result = await verify(text, NOW, {
      keys: keysFrom(...strangers.map(({ kid: _, ...jwk }) => jwk as VectorJwk)),
      allowWeakKeys: true,
    });
    expect({ valid: result.valid, codes: [...new Set(result.failures.map(({ code }) => code))] }).toEqual({
      valid: false,
      codes: ['signature'],
    });
  });

  test.for(refused)('$id $form is refused: $vector.refused', async ({ text, vector }) => {
    const keys = vector.signatures.flatMap(({ key }) => (key === null ? [] : [vectorKey(key)]));
    const result = await verify(text, NOW, { keys: keysFrom(...keys), allowWeakKeys: true });
    const code = vector.refused === 'unsecured' ? 'algorithm' : 'critical-header';
    expect(result.valid).toBe(false);
    expect(result.failures.map((failure) => failure.code)).toContain(code);
  });
});
