import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../../src/report/display-width.js';
import { pack, wrap } from '../../../src/report/wrap.js';

test.for([
  ['one two three', 7, ['one two', 'three']],
  ['one  two', 20, ['one two']],
  ['seventeen', 4, ['seve', 'ntee', 'n']],
  ['a seventeen b', 4, ['a', 'seve', 'ntee', 'n b']],
  ['', 4, []],
] as const)('%j in %i columns', ([text, width, lines]) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('later lines hang below the first', () => {
  expect(wrap('one two three', 9, 2, 2)).toEqual(['  one', '    two', '    three']);
});

test('pieces stay whole while a line has room for them', () => {
  expect(pack(['· denied with 401', '✖ denied with 403'], '  ', 30)).toEqual([
    '· denied with 401',
    '✖ denied with 403',
  ]);
});

test('wrapped lines fit, and lose nothing but spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});
