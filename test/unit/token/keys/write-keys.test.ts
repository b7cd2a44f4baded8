import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/token/json.js';
import { generateKey } from '../../../../src/token/keys/generate.js';
import { type KeyFile, readKeyFile, type StoredKey } from '../../../../src/token/keys/key-file.js';
import { publicKeySet, toJwk, toPem } from '../../../../src/token/keys/write-keys.js';

const first = ({ keys: [key] }: KeyFile): StoredKey => {
  if (!key) throw new Error('no key');
  return key;
};
const read = (content: object | string) =>
  readKeyFile(typeof content === 'string' ? content : JSON.stringify(content), 'k');

const ec = await generateKey({ algorithm: 'ES256', kid: 'ec' });
const rsa = await generateKey({ algorithm: 'RS256', bits: 2048 });
const ed = await generateKey({ algorithm: 'Ed25519' });
const secret = await generateKey({ algorithm: 'HS256' });
const { d: _d, ...ecPublic } = ec.jwk;

describe('between PEM and JWK', () => {
  test.for([
    { name: 'EC', jwk: ec.jwk },
    { name: 'RSA', jwk: rsa.jwk },
    { name: 'Ed25519', jwk: ed.jwk },
    { name: 'public EC', jwk: ecPublic },
  ])('$name: a key comes back as it was', async ({ jwk }) => {
    const pem = toPem(first(read(jwk)).key);
    const { alg, use, kid, ...key } = jwk;
    expect(await toJwk(first(read(pem)))).toMatchObject(key);
    expect(toPem(first(read(await toJwk(first(read(pem))))).key)).toBe(pem);
  });

  test('what a JWK says besides the key stays', async () => {
    const jwk = { ...ec.jwk, note: 'mine' };
    expect(await toJwk(first(read(jwk)))).toEqual(jwk);
  });

  test('a key without an id gets its thumbprint', async () => {
    const { kid, alg, use, ...plain } = ed.jwk;
    expect(await toJwk(first(read(plain)))).toEqual({ ...plain, kid });
  });

  test('a secret has no PEM', () => {
    expect(() => toPem(first(read(secret.jwk)).key)).toThrow('a shared secret cannot be written as PEM');
  });

  test('a key of the type RSA-PSS has no JWK', async () => {
    const { privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(toJwk(first(read(pem)))).rejects.toMatchObject({ code: 'KEY_UNUSABLE' });
  });
});

describe('what is published', () => {
  const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'priv', 'seed', 'key_ops'];

  test('holds nothing private, whatever a key set holds', async () => {
    const strange = { ...rsa.jwk, seed: 'secret', key_ops: ['sign'] };
    const { keys } = await publicKeySet(read({ keys: [ec.jwk, strange, ed.jwk, secret.jwk] }).keys);
    expect(keys.map(({ kid }) => kid)).toEqual([ec.jwk.kid, rsa.jwk.kid, ed.jwk.kid]);
    for (const jwk of keys) expect(Object.keys(jwk).filter((name) => PRIVATE.includes(name))).toEqual([]);
  });

  test.for<{ name: string; from: object | string; published: JsonObject }>([
    { name: 'a private JWK', from: ec.jwk, published: ecPublic },
    { name: 'a public JWK', from: ecPublic, published: ecPublic },
    {
      name: 'PEM of a key that has one algorithm',
      from: toPem(ec.key),
      published: { ...ecPublic, kid: expect.stringMatching(/^[\w-]{43}$/) as string },
    },
    {
      name: 'PEM of a key that has several',
      from: toPem(createPublicKey(rsa.key)),
      published: { kty: 'RSA', e: 'AQAB', n: String(rsa.jwk.n), kid: String(rsa.jwk.kid), use: 'sig' },
    },
    {
      name: 'a key for encryption',
      from: { ...ecPublic, alg: 'ECDH-ES', use: 'enc' },
      published: { ...ecPublic, alg: 'ECDH-ES', use: 'enc' },
    },
  ])('$name', async ({ from, published }) => {
    expect(await publicKeySet(read(from).keys)).toEqual({ keys: [published] });
  });
});

describe('readKeyFile refuses', () => {
  test.for([
    { name: 'an empty set', text: '{"keys":[]}', message: 'k holds no key' },
    { name: 'no key', text: 'hello', message: 'k holds neither PEM nor a JWK' },
    {
      name: 'a damaged key',
      text: '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}',
      message: 'k holds a key that cannot be read',
    },
    {
      name: 'a secret without bytes',
      text: '{"kty":"oct"}',
      message: 'k holds a JWK without its secret `k`',
    },
  ])('$name', ({ text, message }) => {
    expect(() => readKeyFile(text, 'k')).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', message }) as Error,
    );
  });
});
