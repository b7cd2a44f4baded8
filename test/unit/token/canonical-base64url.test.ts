import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64url } from '../../../src/token/base64url.js';
import { canonicalLength, decodeCanonical, isBase64url } from '../../../src/token/canonical-base64url.js';

/** The bytes as the long way reads them; null where there is a flaw, or it is no base64url at all. */
function longWay(text: string): Buffer | null {
  const decoded = decodeBase64url(text);
  return decoded && decoded.flaws.length === 0 ? Buffer.from(decoded.bytes) : null;
}

/** The same from among other bytes, the short way. */
function shortWay(text: string): Buffer | null {
  const source = Buffer.from(`.A${text}A.`);
  const target = Buffer.alloc(source.length);
  const end = decodeCanonical(source, 2, source.length - 2, target, 1);
  return end < 0 ? null : target.subarray(1, end);
}

test.for([
  { text: '', bytes: [] },
  { text: 'AA', bytes: [0] },
  { text: '_-8', bytes: [255, 239] },
  { text: 'AQID', bytes: [1, 2, 3] },
  { text: 'A', bytes: null },
  { text: 'AB', bytes: null },
  { text: 'AAB', bytes: null },
  { text: 'AA==', bytes: null },
  { text: '+/8', bytes: null },
  { text: 'AQ.D', bytes: null },
  { text: 'é', bytes: null },
])('$text', ({ text, bytes }) => {
  expect(shortWay(text)).toEqual(bytes && Buffer.from(bytes));
  expect(longWay(text)).toEqual(bytes && Buffer.from(bytes));
});

test('every text is read as the long way reads it, or not at all', () => {
  const encoded = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
  const letters = fc.string({ unit: fc.constantFrom(...'AZaz09-_+/=. \u0141'), maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(encoded, letters), (text) => {
      const expected = longWay(text);
      expect(shortWay(text)).toEqual(expected);
      const source = Buffer.from(text);
      if (source.every(isBase64url)) {
        expect(canonicalLength(source, 0, source.length)).toBe(expected?.length ?? -1);
      }
    }),
    { numRuns: 1_000 },
  );
});
