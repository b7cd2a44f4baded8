import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { findingsOf } from '../tokens.js';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const bytes = (count: number): string => Buffer.alloc(count, 7).toString('base64url');

const HEADER = { alg: 'A256KW', enc: 'A256GCM', kid: 'a', typ: 'JWT', cty: 'JWT' };

/** An encrypted token that fits no key; the lengths are those of AES-GCM. */
const encrypted = (header: object, iv = 12, tag = 16): string =>
  [encode({ ...HEADER, ...header }), bytes(40), bytes(iv), bytes(30), bytes(tag)].join('.');

const epk = (curve: string) =>
  generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'jwk' });
const onP256 = epk('P-256');
const onP384 = epk('P-384');
const x25519 = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });

test.for([
  [{}, []],
  [{ alg: 'RSA-OAEP-256' }, []],
  [{ alg: 'ECDH-ES+A256KW', epk: onP256 }, []],
  [{ alg: 'ECDH-ES', epk: x25519 }, []],
  [{ alg: 'PBES2-HS256+A128KW', p2c: 600_000 }, []],
  [{ alg: 'PBES2-HS256+A128KW', p2c: 1_200_000 }, []],
  [{ alg: 'RSA1_5' }, ['high jwe.rsa1_5 /header/alg: the key is encrypted with RSA1_5']],
  [{ alg: 'dir' }, ['info jwe.dir /header/alg: the shared key encrypts the content itself']],
  [
    { alg: 'RSA-OAEP', cty: undefined },
    [
      'high jwe.no-inner-signature /header/alg: encrypted with a public key (RSA-OAEP), and no signed token inside: anybody can have made it',
    ],
  ],
  [{ alg: 'RSA-OAEP', cty: 'at+jwt' }, []],
  [{ alg: 'A128KW', cty: undefined }, []],
  [{ alg: 'dir', cty: undefined }, ['info jwe.dir /header/alg: the shared key encrypts the content itself']],
  [
    { p2c: 1_200_001 },
    ['high jwe.p2c-high /header/p2c: the key takes `1200001` iterations to derive, more than 1200000'],
  ],
  [
    { p2c: 2 ** 31 },
    ['high jwe.p2c-high /header/p2c: the key takes `2147483648` iterations to derive, more than 1200000'],
  ],
  [
    { p2c: 1e300 },
    ['high jwe.p2c-high /header/p2c: the key takes `1e+300` iterations to derive, more than 1200000'],
  ],
  [{ p2c: 999 }, ['medium jwe.p2c-low /header/p2c: the key takes 999 iterations to derive, fewer than 1000']],
  [{ p2c: '4096' }, ['medium jwe.p2c-low /header/p2c: `p2c` is `4096`, not a number of iterations']],
  [{ p2c: 0 }, ['medium jwe.p2c-low /header/p2c: `p2c` is `0`, not a number of iterations']],
  [{ alg: 'ECDH-ES' }, ['high jwe.epk-curve /header/epk: there is no `epk`']],
  [{ alg: 'ECDH-ES', epk: 'AA' }, ['high jwe.epk-curve /header/epk: `epk` is `AA`, not a key']],
  [
    { alg: 'ECDH-ES', epk: { ...onP256, d: 'AA' } },
    ['high jwe.epk-curve /header/epk: `epk` holds its private key: everybody can decrypt the token'],
  ],
  [
    { alg: 'ECDH-ES', epk: { ...onP256, y: onP256.x } },
    ['high jwe.epk-curve /header/epk: `epk` is no point on the curve P-256'],
  ],
  [
    { alg: 'ECDH-ES', epk: { ...onP256, crv: 'P-384' } },
    ['high jwe.epk-curve /header/epk: `epk` is no point on the curve P-384'],
  ],
  [
    { alg: 'ECDH-ES', epk: { kty: 'RSA' } },
    ['high jwe.epk-curve /header/epk: `epk` is no key of an elliptic curve'],
  ],
  [
    { alg: 'ECDH-ES', epk: { kty: 'OKP', crv: 'Ed25519', x: bytes(32) } },
    ['high jwe.epk-curve /header/epk: `epk` is on the curve Ed25519, which agrees on no key'],
  ],
  [
    { alg: 'ECDH-ES', epk: { kty: 'OKP', crv: 'X25519', x: bytes(31) } },
    ['high jwe.epk-curve /header/epk: `epk` has no `x` of 32 bytes'],
  ],
  [
    { alg: 'ECDH-ES', epk: { kty: 'OKP', crv: 'X25519', x: Buffer.alloc(32).toString('base64url') } },
    ['high jwe.epk-curve /header/epk: `epk` is zero: it agrees on the same key with everybody'],
  ],
] as const)('%j', ([header, findings]) => {
  expect(findingsOf('jwe.', encrypted(header))).toEqual(findings);
});

test('the curve is that of the recipient', () => {
  const token = encrypted({ alg: 'ECDH-ES', epk: onP256 });
  expect(findingsOf('jwe.', token, { keys: [{ ...onP384, kid: 'a' } as never] })).toEqual([
    "high jwe.epk-curve /header/epk: `epk` is on the curve P-256, the recipient's key on `P-384`",
  ]);
  expect(
    findingsOf('jwe.', token, { keys: [{ ...onP256, kid: 'a' } as never, { ...onP384, kid: 'b' } as never] }),
  ).toEqual([]);
});

test.for([
  ['A128GCM', 12, 16, []],
  ['A128GCM', 16, 16, ['high jwe.iv-length : the initialization vector has 16 bytes; A128GCM takes 12']],
  ['A256GCM', 12, 4, ['high jwe.tag-length : the authentication tag has 4 bytes; A256GCM takes 16']],
  ['A192CBC-HS384', 16, 24, ['info jwe.cbc /header/enc: the content is encrypted with A192CBC-HS384']],
  [
    'A256CBC-HS512',
    12,
    16,
    [
      'high jwe.iv-length : the initialization vector has 12 bytes; A256CBC-HS512 takes 16',
      'high jwe.tag-length : the authentication tag has 16 bytes; A256CBC-HS512 takes 32',
      'info jwe.cbc /header/enc: the content is encrypted with A256CBC-HS512',
    ],
  ],
  ['unknown', 1, 1, []],
] as const)('%s with %i and %i bytes', ([enc, iv, tag, findings]) => {
  expect(findingsOf('jwe.', encrypted({ enc }, iv, tag))).toEqual(findings);
});

test('lengths are looked at in the JSON forms too', () => {
  const json = JSON.stringify({
    protected: encode(HEADER),
    encrypted_key: bytes(40),
    iv: bytes(3),
    ciphertext: bytes(30),
    tag: bytes(16),
  });
  expect(findingsOf('jwe.', json)).toEqual([
    'high jwe.iv-length : the initialization vector has 3 bytes; A256GCM takes 12',
  ]);
});

test('a signed token is none of this', () => {
  const token = `${encode({ alg: 'ES256', enc: 'A128CBC-HS256' })}.e30.${bytes(64)}`;
  expect(findingsOf('jwe.', token)).toEqual([]);
});
