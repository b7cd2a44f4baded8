import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSigningKeys } from '../../../../src/token/keys/read-signing-keys.js';
import { ecPair, rsaPair } from '../../../support/tokens.js';

const rsa = rsaPair(2048);
const ec = ecPair();
const ed = generateKeyPairSync('ed25519');
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

const pem = (key: { export(options: { type: never; format: 'pem' }): string | Buffer }, type: string) =>
  key.export({ type: type as never, format: 'pem' }).toString();
const jwk = (key: { export(options: { format: 'jwk' }): object }, more: object = {}) => ({
  ...key.export({ format: 'jwk' }),
  ...more,
});
const encrypted = (type: 'pkcs8' | 'sec1') =>
  ec.privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString();

const summary = (text: string) =>
  readSigningKeys(text, 'k').map(({ key, ...rest }) => ({ type: key.type, ...rest }));

const EC_KEY = { type: 'private', algorithms: ['ES256'], kid: undefined, description: 'EC P-256' };
const RSA_KEY = { type: 'private', algorithms: RSA, kid: undefined, description: 'RSA 2048' };
const ED_KEY = { type: 'private', algorithms: ['EdDSA', 'Ed25519'], kid: undefined, description: 'Ed25519' };
const SECRET = {
  type: 'secret',
  algorithms: ['HS256', 'HS384', 'HS512'],
  kid: undefined,
  description: 'secret of 3 bytes',
};

describe('readSigningKeys', () => {
  test.for([
    { name: 'PKCS #8', text: pem(ec.privateKey, 'pkcs8'), keys: [EC_KEY] },
    { name: 'PKCS #1', text: pem(rsa.privateKey, 'pkcs1'), keys: [RSA_KEY] },
    { name: 'SEC 1', text: pem(ec.privateKey, 'sec1'), keys: [EC_KEY] },
    {
      name: 'SEC 1 after its parameters, as openssl writes it',
      text: `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pem(ec.privateKey, 'sec1')}`,
      keys: [EC_KEY],
    },
    { name: 'Ed25519', text: pem(ed.privateKey, 'pkcs8'), keys: [ED_KEY] },
    {
      name: 'a private key beside its public half',
      text: pem(ec.publicKey, 'spki') + pem(ec.privateKey, 'pkcs8'),
      keys: [EC_KEY],
    },
    { name: 'JWK', text: JSON.stringify(jwk(ec.privateKey, { kid: 'a' })), keys: [{ ...EC_KEY, kid: 'a' }] },
    {
      name: 'JWK for one algorithm',
      text: JSON.stringify(jwk(rsa.privateKey, { alg: 'PS384' })),
      keys: [{ ...RSA_KEY, algorithms: ['PS384'] }],
    },
    { name: 'secret JWK', text: '{"kty":"oct","k":"AAAA"}', keys: [SECRET] },
    {
      name: 'a set, without what does not sign',
      text: JSON.stringify({
        keys: [
          jwk(ec.publicKey, { kid: 'public' }),
          jwk(rsa.privateKey, { kid: 'box', use: 'enc' }),
          jwk(rsa.privateKey, { kid: 'reads', key_ops: ['verify'] }),
          jwk(ec.privateKey, { kid: 'first' }),
          jwk(ed.privateKey, { kid: 'second', key_ops: ['sign'] }),
        ],
      }),
      keys: [
        { ...EC_KEY, kid: 'first' },
        { ...ED_KEY, kid: 'second' },
      ],
    },
  ])('$name', ({ text, keys }) => {
    expect(summary(text)).toEqual(keys);
  });

  test.for([
    { name: 'nothing of a key', text: 'hello', message: 'k holds neither PEM nor a JWK' },
    {
      name: 'a public PEM key',
      text: pem(ec.publicKey, 'spki'),
      message: 'k holds a public key, and signing takes the private one',
    },
    {
      name: 'a public JWK',
      text: JSON.stringify(jwk(ec.publicKey)),
      message: 'k holds a public key, and signing takes the private one',
    },
    {
      name: 'a public set',
      text: JSON.stringify({ keys: [jwk(ec.publicKey)] }),
      message: 'k holds a public key, and signing takes the private one',
    },
    { name: 'an encrypted key', text: encrypted('pkcs8'), message: 'k holds an encrypted private key' },
    { name: 'an encrypted key of old', text: encrypted('sec1'), message: 'k holds an encrypted private key' },
    {
      name: 'a key for encryption',
      text: JSON.stringify(jwk(rsa.privateKey, { use: 'enc' })),
      message: 'k holds a key that is not for signing',
    },
    {
      name: 'a curve that nothing signs with',
      text: pem(generateKeyPairSync('x25519').privateKey, 'pkcs8'),
      message: 'k holds a key (x25519) that signs no JWS known here',
    },
    {
      name: 'a curve of NIST that nothing signs with',
      text: pem(generateKeyPairSync('ec', { namedCurve: 'secp224r1' }).privateKey, 'pkcs8'),
      message: 'k holds a key (EC secp224r1) that signs no JWS known here',
    },
    {
      name: 'an algorithm of another kind of key',
      text: JSON.stringify(jwk(ec.privateKey, { alg: 'RS256' })),
      message: 'k holds a key (EC P-256 for RS256) that signs no JWS known here',
    },
    {
      name: 'a damaged JWK',
      text: '{"kty":"EC","crv":"P-256","d":"AAAA"}',
      message: 'k holds a private key that cannot be read',
    },
    {
      name: 'damaged PEM',
      text: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      message: 'k holds a private key that cannot be read',
    },
    { name: 'JSON that is none', text: '{', message: 'k opens like JSON but is none' },
    {
      name: 'a set of keys for encryption',
      text: JSON.stringify({ keys: [jwk(rsa.privateKey, { use: 'enc' })] }),
      message: 'k holds no key that signs',
    },
  ])('$name is refused', ({ text, message }) => {
    expect(() => readSigningKeys(text, 'k')).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', message }) as Error,
    );
  });
});
