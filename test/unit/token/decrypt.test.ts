import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { CompactEncrypt, FlattenedEncrypt, GeneralEncrypt } from 'jose';
import { describe, expect, test } from 'vitest';
import { decrypt } from '../../../src/token/decrypt.js';
import {
  type DecryptionKeys,
  readDecryptionKeys,
  secretAsKeys,
} from '../../../src/token/keys/decryption-keys.js';
import { readSecret } from '../../../src/token/keys/secret.js';
import { base64url, hmacToken } from '../../support/tokens.js';

const NOW = 1_767_225_600;
const claims = { sub: '2', role: 'reader' };
const plaintext = Buffer.from(JSON.stringify(claims));

const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8'): string =>
  key.export({ format: 'pem', type } as { format: 'pem'; type: 'pkcs8' }).toString();
const privateKeys = (key: KeyObject): DecryptionKeys => readDecryptionKeys(pem(key), 'private.pem');
const secretKeys = (bytes: number): [Uint8Array, DecryptionKeys] => {
  const secret = randomBytes(bytes);
  return [secret, secretAsKeys(readSecret(`hex:${secret.toString('hex')}`, 'secret').key, 'secret')];
};
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
const x25519 = generateKeyPairSync('x25519').privateKey;

const ENCS = {
  A128GCM: 16,
  A192GCM: 24,
  A256GCM: 32,
  'A128CBC-HS256': 32,
  'A192CBC-HS384': 48,
  'A256CBC-HS512': 64,
};

const asymmetric = [
  ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((alg) => ({
    alg,
    kind: 'RSA',
    key: rsa,
  })),
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'].flatMap((alg) => [
    { alg, kind: 'P-256', key: ec('P-256') },
    { alg, kind: 'P-384', key: ec('P-384') },
    { alg, kind: 'P-521', key: ec('P-521') },
    { alg, kind: 'X25519', key: x25519 },
  ]),
];
const symmetric = [
  ...[128, 192, 256].flatMap((bits) => [
    { alg: `A${bits}KW`, bytes: bits / 8 },
    { alg: `A${bits}GCMKW`, bytes: bits / 8 },
  ]),
  ...['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'].map((alg) => ({ alg, bytes: 20 })),
];

const encrypted = (
  alg: string,
  enc: string,
  key: KeyObject | Uint8Array,
  more: object = {},
  text = plaintext,
) => new CompactEncrypt(text).setProtectedHeader({ alg, enc, ...more }).encrypt(key);

describe('every algorithm opens', () => {
  test.for(asymmetric)('$alg with $kind', async ({ alg, key }) => {
    const token = await encrypted(alg, 'A256GCM', createPublicKey(key));
    const { payload, role, layers } = await decrypt(token, NOW, privateKeys(key));
    expect({ payload, role: role?.role, key: layers[0]?.key?.origin }).toEqual({
      payload: claims,
      role: 'reader',
      key: 'private.pem',
    });
  });

  test.for(symmetric)('$alg', async ({ alg, bytes }) => {
    const [secret, keys] = secretKeys(bytes);
    expect((await decrypt(await encrypted(alg, 'A128CBC-HS256', secret), NOW, keys)).payload).toEqual(claims);
  });

  test.for(Object.entries(ENCS))('dir with %s', async ([enc, bytes]) => {
    const [secret, keys] = secretKeys(bytes);
    expect((await decrypt(await encrypted('dir', enc, secret), NOW, keys)).payload).toEqual(claims);
  });
});

test.for(['pkcs8', 'pkcs1'] as const)('an RSA key as %s', async (type) => {
  const token = await encrypted('RSA-OAEP', 'A128GCM', createPublicKey(rsa));
  expect((await decrypt(token, NOW, readDecryptionKeys(pem(rsa, type), 'k'))).payload).toEqual(claims);
});

test('an EC key as SEC 1, and as JWK', async () => {
  const key = ec('P-256');
  const token = await encrypted('ECDH-ES', 'A128GCM', createPublicKey(key));
  const forms = [pem(key, 'sec1'), JSON.stringify(key.export({ format: 'jwk' }))];
  const opened = await Promise.all(forms.map((form) => decrypt(token, NOW, readDecryptionKeys(form, 'k'))));
  expect(opened.map(({ payload }) => payload)).toEqual([claims, claims]);
});

test('the flattened form with more authenticated data', async () => {
  const [secret, keys] = secretKeys(16);
  const token = await new FlattenedEncrypt(plaintext)
    .setProtectedHeader({ enc: 'A128GCM' })
    .setUnprotectedHeader({ alg: 'A128KW' })
    .setAdditionalAuthenticatedData(Buffer.from('more'))
    .encrypt(secret);
  expect((await decrypt(JSON.stringify(token), NOW, keys)).payload).toEqual(claims);
});

test('of several recipients the one whose key it is', async () => {
  const [other] = secretKeys(16);
  const token = await new GeneralEncrypt(plaintext)
    .setProtectedHeader({ enc: 'A128GCM' })
    .addRecipient(other)
    .setUnprotectedHeader({ alg: 'A128KW', kid: 'other' })
    .addRecipient(createPublicKey(rsa))
    .setUnprotectedHeader({ alg: 'RSA-OAEP', kid: 'mine' })
    .encrypt();
  const { payload, layers } = await decrypt(JSON.stringify(token), NOW, privateKeys(rsa));
  expect({ payload, recipients: layers[0]?.recipients }).toEqual({
    payload: claims,
    recipients: [
      { header: { alg: 'A128KW', kid: 'other', enc: 'A128GCM' }, opened: false },
      { header: { alg: 'RSA-OAEP', kid: 'mine', enc: 'A128GCM' }, opened: true },
    ],
  });
});

test('encrypted, signed, encrypted: each layer is shown', async () => {
  const [secret, keys] = secretKeys(16);
  const inner = await encrypted('A128KW', 'A128GCM', secret);
  const signed = hmacToken(inner, { cty: 'JWT' });
  const { payload, layers, signature } = await decrypt(
    await encrypted('A128KW', 'A128GCM', secret, { cty: 'JWT' }, Buffer.from(signed)),
    NOW,
    keys,
  );
  expect({ payload, signature, formats: layers.map(({ format }) => format) }).toEqual({
    payload: claims,
    signature: { alg: 'HS256', bytes: 32 },
    formats: ['jwe', 'jws', 'jwe'],
  });
});

describe('refused', () => {
  const rsaToken = encrypted('RSA-OAEP', 'A128GCM', createPublicKey(rsa));
  const message = async (text: string, keys: DecryptionKeys): Promise<unknown> => {
    const error = await decrypt(text, NOW, keys).catch((thrown) => thrown);
    return { code: error.code, message: error.message };
  };
  const jwk = (key: object) => readDecryptionKeys(JSON.stringify(key), 'key.json');

  test('a key of another kind', async () => {
    expect(await message(await rsaToken, privateKeys(ec('P-256')))).toEqual({
      code: 'KEY_UNUSABLE',
      message:
        'the key in private.pem cannot decrypt this token: RSA-OAEP takes an RSA key of 2048 bits or more, and the key is: EC P-256',
    });
  });

  test('a secret of another length', async () => {
    const [secret] = secretKeys(16);
    const [, keys] = secretKeys(32);
    expect(await message(await encrypted('A128KW', 'A128GCM', secret), keys)).toEqual({
      code: 'KEY_UNUSABLE',
      message:
        'the key in secret cannot decrypt this token: A128KW takes a secret of 16 bytes, and the key is: secret of 32 bytes',
    });
  });

  test('a key for another algorithm', async () => {
    const keys = jwk({ ...rsa.export({ format: 'jwk' }), alg: 'RSA-OAEP-256' });
    expect(await message(await rsaToken, keys)).toMatchObject({ code: 'KEY_UNUSABLE' });
  });

  test('the right kind of key, but another one', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(await message(await rsaToken, privateKeys(other))).toMatchObject({ code: 'NOT_DECRYPTED' });
  });

  test('a token that was changed', async () => {
    const parts = (await rsaToken).split('.');
    parts[3] = base64url('other');
    expect(await message(parts.join('.'), privateKeys(rsa))).toEqual({
      code: 'NOT_DECRYPTED',
      message:
        'the token cannot be decrypted: the key in private.pem is not the one that it was encrypted for, or it was changed since',
    });
  });

  test.for([2 ** 31, 1_200_001, 1e308])('%d rounds of PBES2', async (p2c) => {
    const [, keys] = secretKeys(20);
    const header = { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2s: base64url('salt of 16 bytes'), p2c };
    const parts = ['a'.repeat(32), 'a'.repeat(16), 'aaaa', 'a'.repeat(22)];
    const token = [base64url(JSON.stringify(header)), ...parts].join('.');
    expect(await message(token, keys)).toEqual({
      code: 'NOT_DECRYPTED',
      message: `the token cannot be decrypted: it asks for ${p2c} rounds of PBES2 (\`p2c\`), and no more than 1200000 are done`,
    });
  });

  test('what is compressed opens, and a bomb does not', async () => {
    const [secret, keys] = secretKeys(16);
    const zipped = (text: typeof plaintext) => encrypted('dir', 'A128GCM', secret, { zip: 'DEF' }, text);
    expect((await decrypt(await zipped(plaintext), NOW, keys)).payload).toEqual(claims);
    const bomb = await zipped(Buffer.alloc(200_000_000, ' '));
    expect(bomb.length).toBeLessThan(400_000);
    expect(await message(bomb, keys)).toEqual({
      code: 'NOT_DECRYPTED',
      message:
        'the token cannot be decrypted: what it holds is compressed, and takes more than 1048576 bytes once it is not',
    });
  });
});

describe('keys that decrypt nothing', () => {
  test.for([
    { name: 'no key', text: 'hello', message: 'key holds neither PEM nor a JWK' },
    {
      name: 'a public key',
      text: pem(rsa).replaceAll('PRIVATE', 'PUBLIC'),
      message: 'key holds no private key',
    },
    {
      name: 'a public JWK',
      text: JSON.stringify(createPublicKey(rsa).export({ format: 'jwk' })),
      message: 'key holds a public key',
    },
    {
      name: 'an encrypted key',
      text: '-----BEGIN ENCRYPTED PRIVATE KEY-----',
      message: 'key holds an encrypted private key',
    },
    {
      name: 'a broken key',
      text: '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----',
      message: 'key holds a key that cannot be read',
    },
    { name: 'broken JSON', text: '{', message: 'key opens like JSON but is none' },
    { name: 'an empty set', text: '{"keys":[]}', message: 'key holds no key that decrypts' },
    {
      name: 'a set of public keys',
      text: '{"keys":[{"kty":"RSA"}]}',
      message: 'key holds no key that decrypts',
    },
    {
      name: 'a secret without content',
      text: '{"kty":"oct"}',
      message: 'key holds a JWK without its secret `k`',
    },
  ])('$name', ({ text, message }) => {
    expect(() => readDecryptionKeys(text, 'key')).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', message }),
    );
  });
});
