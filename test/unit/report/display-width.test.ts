import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutMiddle, displayWidth, padTo, startOf } from '../../../src/report/display-width.js';

test.for([
  ['', 0],
  ['plain', 5],
  ['記事', 4],
  ['e\u0301', 1],
  ['👍', 2],
  ['👨‍👩‍👧', 2],
  ['✔', 1],
  ['ﾊﾟ', 2],
] as const)('%j takes %i columns', ([text, width]) => {
  expect(displayWidth(text)).toBe(width);
});

test('padding counts columns, not characters', () => {
  expect(padTo('記事', 6)).toBe('記事  ');
  expect(padTo('too wide', 3)).toBe('too wide');
});

test.for([
  ['/articles/{id}', 14, '/articles/{id}'],
  ['/articles/{id}', 11, '/arti…/{id}'],
  ['/articles/{id}', 3, '/…}'],
  ['/articles/{id}', 2, '/a'],
  ['記事記事記事', 6, '記…事'],
  ['/e\u0301te\u0301/plage', 7, '/e\u0301t…age'],
  ['x', 0, ''],
] as const)('%j cut to %i columns is %j', ([text, width, cut]) => {
  expect(cutMiddle(text, width, '…')).toBe(cut);
});

test('ASCII cuts with three dots', () => {
  expect(cutMiddle('/articles/{id}', 11, '...')).toBe('/art...{id}');
});

test('what is cut fits, begins as the text does and ends as it does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, width) => {
      const cut = cutMiddle(text, width, '…');
      expect(displayWidth(cut)).toBeLessThanOrEqual(Math.max(width, displayWidth('')));
      if (cut === text || !cut.includes('…') || text.includes('…')) return;
      const [head = '', tail = ''] = cut.split('…');
      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
    }),
  );
});

test('the start of a text never breaks a character', () => {
  expect(startOf('👨‍👩‍👧👍', 3)).toBe('👨‍👩‍👧');
  expect(startOf('記事', 3)).toBe('記');
});
