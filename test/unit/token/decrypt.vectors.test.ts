import { describe, expect, test } from 'vitest';
import { decrypt } from '../../../src/token/decrypt.js';
import { readDecryptionKeys } from '../../../src/token/keys/decryption-keys.js';
import { type JsonObject, strangerTo, tokenRows, vectorById, vectorKey } from '../../support/vectors.js';

const NOW = 1_300_819_379;

const rows = tokenRows('jwe').flatMap(({ id, form, text, vector }) =>
  vector.recipients.map((recipient, index) => ({ id, form, text, vector, recipient, index })),
);
const supported = rows.filter(({ recipient }) => recipient.unsupported === undefined);
const keysFor = (id: string) => readDecryptionKeys(JSON.stringify(vectorKey(id)), id);

/** The payload as a JSON reader sees it: the claims, or the text where it is no JSON. */
const readPayload = (text: string): unknown => {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return text;
  }
};

test('there are examples of every kind of key management', () => {
  const families = new Set(
    supported.map(({ recipient }) => String(recipient.header.alg).replace(/\d+/g, 'N')),
  );
  expect([...families].sort()).toEqual([
    'ANGCMKW',
    'ANKW',
    'ECDH-ES',
    'ECDH-ES+ANKW',
    'PBESN-HSN+ANKW',
    'RSA-OAEP',
    'dir',
  ]);
});

describe('decrypt', () => {
  test.for(supported)('$id $form recipient $index: opens with the key of the RFC', async (row) => {
    const { text, vector, recipient, index } = row;
    const decoded = await decrypt(text, NOW, keysFor(recipient.key));
    const [outer, ...inner] = decoded.layers;
    const nested = vector.nested === undefined ? undefined : vectorById(vector.nested, 'jws');
    expect({
      payload: decoded.payload,
      opened: outer?.recipients?.map(({ opened }) => opened),
      headers: outer?.recipients?.map(({ header }) => header),
      origin: outer?.key?.origin,
      inner: inner.map(({ format, signatures }) => ({ format, algs: signatures.map(({ alg }) => alg) })),
    }).toEqual({
      payload: readPayload(nested?.payload ?? vector.plaintext),
      opened: vector.recipients.map((_, at) => at === index),
      headers: vector.recipients.map(({ header }) => header),
      origin: recipient.key,
      inner: nested ? [{ format: 'jws', algs: nested.signatures.map(({ header }) => header.alg) }] : [],
    });
  });

  test.for(supported)('$id $form recipient $index: stays shut with another key', async (row) => {
    const stranger = strangerTo(vectorKey(row.recipient.key));
    const keys = readDecryptionKeys(JSON.stringify(stranger), 'a stranger');
    await expect(decrypt(row.text, NOW, keys)).rejects.toMatchObject({
      code: 'NOT_DECRYPTED',
      message:
        'the token cannot be decrypted: the key in a stranger is not the one that it was encrypted for, or it was changed since',
    });
  });

  test.for(
    rows.filter(
      ({ recipient, vector }) => recipient.unsupported !== undefined && vector.recipients.length === 1,
    ),
  )('$id $form: says that $recipient.unsupported is not supported', async ({ text, recipient }) => {
    await expect(decrypt(text, NOW, keysFor(recipient.key))).rejects.toMatchObject({
      code: 'NOT_DECRYPTED',
      message: `the token cannot be decrypted: its algorithm "${recipient.unsupported}" is not supported`,
    });
  });
});
