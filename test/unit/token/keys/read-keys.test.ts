import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readKeys } from '../../../../src/token/keys/read-keys.js';
import { readSecret } from '../../../../src/token/keys/secret.js';
import { ecPair, rsaPair } from '../../../support/tokens.js';

const rsa = rsaPair(2048);
const ec = ecPair();
const ed = generateKeyPairSync('ed25519');
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

const pem = (key: { export(options: { type: never; format: 'pem' }): string | Buffer }, type: string) =>
  key.export({ type: type as never, format: 'pem' }).toString();
const jwk = (key: { export(options: { format: 'jwk' }): object }, more: object = {}) =>
  JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });

const summary = (text: string) =>
  readKeys(text, 'k').map(({ key, algorithms, kid, description }) => ({
    type: key.type,
    algorithms,
    kid,
    description,
  }));

const RSA_KEY = { type: 'public', algorithms: RSA, kid: undefined, description: 'RSA 2048' };
const EC_KEY = { type: 'public', algorithms: ['ES256'], kid: undefined, description: 'EC P-256' };
const ED_KEY = { type: 'public', algorithms: ['EdDSA', 'Ed25519'], kid: undefined, description: 'Ed25519' };

describe('readKeys', () => {
  test.for([
    { name: 'SPKI', text: pem(rsa.publicKey, 'spki'), keys: [RSA_KEY] },
    { name: 'PKCS #1 public', text: pem(rsa.publicKey, 'pkcs1'), keys: [RSA_KEY] },
    { name: 'PKCS #1 private', text: pem(rsa.privateKey, 'pkcs1'), keys: [RSA_KEY] },
    { name: 'PKCS #8', text: pem(ec.privateKey, 'pkcs8'), keys: [EC_KEY] },
    { name: 'SEC 1', text: pem(ec.privateKey, 'sec1'), keys: [EC_KEY] },
    { name: 'Ed25519', text: pem(ed.publicKey, 'spki'), keys: [ED_KEY] },
    {
      name: 'two in one file',
      text: pem(rsa.publicKey, 'spki') + pem(ec.publicKey, 'spki'),
      keys: [RSA_KEY, EC_KEY],
    },
    { name: 'with text around it', text: `My key\n${pem(ec.publicKey, 'spki')}`, keys: [EC_KEY] },
    { name: 'JWK', text: jwk(ec.publicKey, { kid: 'a' }), keys: [{ ...EC_KEY, kid: 'a' }] },
    { name: 'private JWK', text: jwk(ec.privateKey), keys: [EC_KEY] },
    {
      name: 'JWK with alg',
      text: jwk(rsa.publicKey, { alg: 'PS384' }),
      keys: [{ ...RSA_KEY, algorithms: ['PS384'] }],
    },
    {
      name: 'secret JWK',
      text: JSON.stringify({ kty: 'oct', k: 'AAAA' }),
      keys: [
        {
          type: 'secret',
          algorithms: ['HS256', 'HS384', 'HS512'],
          kid: undefined,
          description: 'secret of 3 bytes',
        },
      ],
    },
    {
      name: 'a set, of which only keys for signatures count',
      text: `{"keys":[${[
        jwk(ec.publicKey, { use: 'enc' }),
        jwk(ec.publicKey, { key_ops: ['deriveBits'] }),
        jwk(rsa.publicKey, { alg: 'RSA-OAEP' }),
        '{"kty":"unheard-of"}',
        '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}',
        '7',
        jwk(ec.publicKey, { kid: 'good' }),
      ].join()}]}`,
      keys: [{ ...EC_KEY, kid: 'good' }],
    },
  ])('$name', ({ text, keys }) => {
    expect(summary(text)).toEqual(keys);
  });

  test.for([
    { text: '', message: 'k holds neither PEM nor a JWK' },
    { text: '<html>', message: 'k holds neither PEM nor a JWK' },
    { text: '{"keys"', message: 'k opens like JSON but is none' },
    { text: '{"keys":[]}', message: 'k holds no key that verifies signatures' },
    { text: '{"kty":"oct","k":""}', message: 'k holds a JWK without its secret `k`' },
    { text: '{"kty":"EC"}', message: 'k holds a key that cannot be read' },
    {
      text: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
      message: 'k holds a key that cannot be read',
    },
    {
      text: pem(generateKeyPairSync('x25519').publicKey, 'spki'),
      message: 'k holds a key (x25519) that verifies no JWS known here',
    },
    {
      text: jwk(ec.publicKey, { alg: 'RS256' }),
      message: 'k holds a key (EC P-256 for RS256) that verifies no JWS known here',
    },
    {
      text: ec.privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })
        .toString(),
      message: 'k holds an encrypted private key',
    },
    { text: JSON.stringify({ keys: Array(1_001).fill({}) }), message: 'k holds 1001 keys, more than 1000' },
  ])('$message', ({ text, message }) => {
    expect(() => readKeys(text, 'k')).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE', message }));
  });
});

describe('readSecret', () => {
  test.for([
    ['abc', 'abc'],
    ['abc\n', 'abc'],
    ['abc\r\n', 'abc'],
    ['abc\n\n', 'abc\n'],
    ['base64:YWJj', 'abc'],
    ['base64:YWI=\n', 'ab'],
    ['base64url:-_8', '\ufffd\ufffd'],
    ['hex:616263', 'abc'],
  ] as const)('%j is %j', ([text, secret]) => {
    expect(readSecret(text, 's').key.export().toString('utf8')).toBe(secret);
  });

  test.for([
    ['', 's is empty'],
    ['\n', 's is empty'],
    ['hex:6', 's is not hex after `hex:`'],
    ['base64:-_8', 's is not base64 after `base64:`'],
    [pem(rsa.publicKey, 'spki'), 's holds a PEM key, not a shared secret'],
  ] as const)('%j: %s', ([text, message]) => {
    expect(() => readSecret(text, 's')).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE', message }));
  });
});
