import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSecret } from '../../../../src/token/keys/secret.js';
import certificates from '../../../data/certificates/certificates.json' with { type: 'json' };
import { ecPair, rsaPair } from '../../../support/tokens.js';

const RAW = Buffer.from(Array.from({ length: 32 }, (_, at) => 0x80 + at));

const read = (content: string | Uint8Array) => readSecret(content, 's').key.export().toString('hex');

describe('what a secret is', () => {
  test.for([
    { title: 'text', content: 'secret', bytes: Buffer.from('secret') },
    { title: 'text in UTF-8', content: Buffer.from('gehëim'), bytes: Buffer.from('gehëim') },
    { title: 'one line end less', content: 'secret\r\n', bytes: Buffer.from('secret') },
    { title: 'no second line end less', content: 'secret\n\n', bytes: Buffer.from('secret\n') },
    { title: 'base64', content: `base64:${RAW.toString('base64')}\n`, bytes: RAW },
    { title: 'base64url', content: `base64url:${RAW.toString('base64url')}`, bytes: RAW },
    { title: 'hex', content: `hex:${RAW.toString('hex')}`, bytes: RAW },
    { title: 'raw bytes', content: RAW, bytes: RAW },
    {
      title: 'raw bytes that end in what would be a line end',
      content: Buffer.concat([RAW, Buffer.from('\n')]),
      bytes: Buffer.concat([RAW, Buffer.from('\n')]),
    },
    { title: 'text that opens like JSON', content: '{"no": "key"}', bytes: Buffer.from('{"no": "key"}') },
    {
      title: 'bytes that open like DER',
      content: Buffer.from('300a02', 'hex'),
      bytes: Buffer.from('300a02', 'hex'),
    },
  ])('$title', ({ content, bytes }) => {
    expect(read(content)).toBe(bytes.toString('hex'));
  });

  test.for([
    { content: '', message: 's is empty' },
    { content: '\n', message: 's is empty' },
    { content: 'hex:abc', message: 's is not hex after `hex:`' },
    { content: 'base64:-_', message: 's is not base64 after `base64:`' },
  ])('$content is none', ({ content, message }) => {
    expect(() => read(content)).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE', message }));
  });
});

const PAIRS = {
  RSA: rsaPair(2048),
  EC: ecPair(),
  Ed25519: generateKeyPairSync('ed25519'),
  Ed448: generateKeyPairSync('ed448'),
};

/** Every way in which a public or private key may lie in a file. */
const forms = Object.entries(PAIRS).flatMap(([kind, { publicKey, privateKey }]) => [
  { form: `${kind} SPKI PEM`, content: publicKey.export({ type: 'spki', format: 'pem' }), what: 'a PEM key' },
  {
    form: `${kind} PKCS #8 PEM`,
    content: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    what: 'a PEM key',
  },
  { form: `${kind} SPKI DER`, content: publicKey.export({ type: 'spki', format: 'der' }), what: 'a DER key' },
  {
    form: `${kind} PKCS #8 DER`,
    content: privateKey.export({ type: 'pkcs8', format: 'der' }),
    what: 'a DER key',
  },
  { form: `${kind} JWK`, content: JSON.stringify(publicKey.export({ format: 'jwk' })), what: 'a JWK' },
  {
    form: `${kind} JWK set`,
    content: JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }, null, 2),
    what: 'a key set',
  },
  {
    form: `${kind} Base64 of DER`,
    content: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    what: 'a DER key in Base64',
  },
  {
    form: `${kind} lines of PEM`,
    content: publicKey
      .export({ type: 'spki', format: 'pem' })
      .toString()
      .replace(/-----.*-----\n/g, ''),
    what: 'a DER key in Base64',
  },
  {
    form: `${kind} DER after base64:`,
    content: `base64:${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    what: 'a DER key',
  },
]);

describe('a key that is no shared secret is refused, whatever form it has', () => {
  test.for([
    ...forms,
    {
      form: 'RSA PKCS #1 DER',
      content: PAIRS.RSA.publicKey.export({ type: 'pkcs1', format: 'der' }),
      what: 'a DER key',
    },
    {
      form: 'EC SEC 1 DER',
      content: PAIRS.EC.privateKey.export({ type: 'sec1', format: 'der' }),
      what: 'a DER key',
    },
    { form: 'certificate', content: Buffer.from(certificates.leaf, 'base64'), what: 'a DER key' },
    {
      form: 'secret as a JWK',
      content: JSON.stringify(createSecretKey(RAW).export({ format: 'jwk' })),
      what: 'a JWK',
    },
  ])('$form', ({ content, what }) => {
    const bytes = Buffer.from(content);
    for (const given of content instanceof Buffer ? [bytes] : [content.toString(), bytes]) {
      expect(() => read(given)).toThrow(
        expect.objectContaining({
          code: 'KEY_UNUSABLE',
          message: `s holds ${what}, not a shared secret`,
          hint: 'give it with --key',
        }),
      );
    }
  });
});
