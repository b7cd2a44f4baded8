import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64url } from '../../../src/token/base64url.js';

test.for([
  { text: '', hex: '', flaws: [] },
  { text: 'eyI', hex: '7b22', flaws: [] },
  { text: 'eyI=', hex: '7b22', flaws: ['format.padding'] },
  { text: '-_8', hex: 'fbff', flaws: [] },
  { text: '+/8', hex: 'fbff', flaws: ['format.illegal-char'] },
  { text: 'eyJ', hex: '7b22', flaws: ['format.noncanonical-bits'] },
  { text: '+/9=', hex: 'fbff', flaws: ['format.padding', 'format.illegal-char', 'format.noncanonical-bits'] },
])('$text is $hex with $flaws', ({ text, hex, flaws }) => {
  const decoded = decodeBase64url(text);
  expect({ hex: Buffer.from(decoded?.bytes ?? []).toString('hex'), flaws: decoded?.flaws }).toEqual({
    hex,
    flaws,
  });
});

test.for(['a', 'abcde', 'ab cd', 'ab=c', 'abc===', 'é', '***', '\n', 'a\u0000bc'])(
  '%j stands for no bytes',
  (text) => {
    expect(decodeBase64url(text)).toBeUndefined();
  },
);

test('whatever is encoded decodes to itself, without a flaw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const decoded = decodeBase64url(Buffer.from(bytes).toString('base64url'));
      expect({ bytes: [...(decoded?.bytes ?? [])], flaws: decoded?.flaws }).toEqual({
        bytes: [...bytes],
        flaws: [],
      });
    }),
  );
});
