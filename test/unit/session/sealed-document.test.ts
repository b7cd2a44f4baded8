import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/session/document.js';
import { keyOfPassphrase, newKey, newPassphraseSource, seal, unseal } from '../../../src/session/seal.js';
import type { KeySource, SealedDocument } from '../../../src/session/sealed-document.js';
import { CHEAP } from '../../support/file-store.js';

const inKeyring: KeySource = { by: 'keyring', account: '/home/agus/sessions.json' };
const ofPassphrase = newPassphraseSource(CHEAP);

describe('reading', () => {
  const sealed = seal('text', newKey(), ofPassphrase);
  const changed = (changes: object) => JSON.stringify({ ...sealed, ...changes });
  const withCost = (cost: object) => changed({ key: { ...ofPassphrase, cost: { ...CHEAP, ...cost } } });

  test.for([sealed, seal('text', newKey(), inKeyring)])('what was sealed by $key.by', (document) => {
    expect(readDocument(JSON.stringify(document))).toEqual({ kind: 'sealed', sealed: document });
  });

  test.for<{ text: string; why: string }>([
    { text: '{"version":2}', why: 'it is encrypted in a way that authctl does not know' },
    { text: changed({ cipher: 'none' }), why: 'it is encrypted in a way that authctl does not know' },
    { text: changed({ key: { by: 'hand' } }), why: 'it does not say what its key is' },
    { text: changed({ key: { by: 'keyring', account: '' } }), why: 'it does not say what its key is' },
    { text: changed({ key: { ...ofPassphrase, salt: 'c2FsdA==' } }), why: 'it does not say what its key is' },
    { text: withCost({ N: 2 ** 30 }), why: 'it does not say what its key is' },
    { text: withCost({ N: 3 }), why: 'it does not say what its key is' },
    { text: withCost({ N: 1 }), why: 'it does not say what its key is' },
    { text: withCost({ r: 0.5 }), why: 'it does not say what its key is' },
    { text: withCost({ p: 0 }), why: 'it does not say what its key is' },
    { text: changed({ nonce: 'AAAA' }), why: 'what is encrypted in it is cut short' },
    { text: changed({ data: 'AAAA' }), why: 'what is encrypted in it is cut short' },
    { text: changed({ data: 'no base64' }), why: 'what is encrypted in it is cut short' },
  ])('$why: $text', ({ text, why }) => {
    expect(readDocument(text)).toEqual({ kind: 'damaged', why });
  });
});

describe('sealing', () => {
  test('any text comes back with its key, and with no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const key = newKey();
        const sealed = seal(text, key, inKeyring);
        expect([unseal(sealed, key), unseal(sealed, newKey())]).toEqual([text, undefined]);
      }),
    );
  });

  test('no two are alike, and none shows its text', () => {
    const key = newKey();
    const [one, other] = [seal('refresh-token', key, inKeyring), seal('refresh-token', key, inKeyring)];
    expect(one.nonce).not.toBe(other.nonce);
    expect(one.data).not.toBe(other.data);
    expect(Buffer.from(one.data, 'base64').toString('latin1')).not.toContain('refresh-token');
  });

  const key = newKey();
  const sealed = seal('text', key, ofPassphrase);
  const flipped = (text: string): string => {
    const bytes = Buffer.from(text, 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return bytes.toString('base64');
  };

  test.for<{ what: string; document: SealedDocument }>([
    { what: 'the nonce', document: { ...sealed, nonce: flipped(sealed.nonce) } },
    { what: 'the text', document: { ...sealed, data: flipped(sealed.data) } },
    { what: 'the cost', document: { ...sealed, key: { ...ofPassphrase, cost: { ...CHEAP, N: 4 } } } },
    { what: 'the salt', document: { ...sealed, key: { ...ofPassphrase, salt: flipped(ofPassphrase.salt) } } },
    { what: 'where the key is', document: { ...sealed, key: inKeyring } },
  ])('a change of $what is noticed', ({ document }) => {
    expect(unseal(sealed, key)).toBe('text');
    expect(unseal(document, key)).toBeUndefined();
  });

  test('a passphrase is the same one, however its letters are composed', async () => {
    const composed = await keyOfPassphrase('caf\u00e9', ofPassphrase);
    expect(await keyOfPassphrase('cafe\u0301', ofPassphrase)).toEqual(composed);
    expect(await keyOfPassphrase('cafe', ofPassphrase)).not.toEqual(composed);
    expect(await keyOfPassphrase('caf\u00e9', newPassphraseSource(CHEAP))).not.toEqual(composed);
  });

  // RFC 7914 section 12, the third vector, cut to 32 bytes.
  test('scrypt is that of the RFC', async () => {
    const salt = Buffer.from('SodiumChloride').toString('base64');
    const key = await keyOfPassphrase('pleaseletmein', {
      by: 'passphrase',
      cost: { N: 16384, r: 8, p: 1 },
      salt,
    });
    expect(key.toString('hex')).toBe('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2');
  });
});
