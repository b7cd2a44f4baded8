import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inRecordedWords, lineMatches, matches } from '../../support/wildcards.js';

test.for([
  ['plain', 'plain', true],
  ['plain', 'plainer', false],
  ['in [..] ms', 'in 12 ms', true],
  ['in [..] ms', 'in  ms', true],
  ['in [..] ms', 'in ms', false],
  ['[..]b[..]b', 'ab', false],
  ['[..]b[..]b', 'abb', true],
  ['a.c', 'abc', false],
  ['[..]', '', true],
] as const)('%j against %j: %s', ([recorded, actual, expected]) => {
  expect(lineMatches(recorded, actual)).toBe(expected);
});

test.for([
  { recorded: [], actual: [], expected: true },
  { recorded: [], actual: ['a'], expected: false },
  { recorded: ['a'], actual: [], expected: false },
  { recorded: ['...'], actual: [], expected: true },
  { recorded: ['...'], actual: ['a', 'b'], expected: true },
  { recorded: ['a', '...', 'c'], actual: ['a', 'c'], expected: true },
  { recorded: ['a', '...', 'c'], actual: ['a', 'c', 'b', 'c'], expected: true },
  { recorded: ['a', '...', 'c'], actual: ['a', 'c', 'b'], expected: false },
  { recorded: ['...', 'b', '...', 'b'], actual: ['b'], expected: false },
  { recorded: ['...', '...'], actual: ['a'], expected: true },
])('$recorded against $actual: $expected', ({ recorded, actual, expected }) => {
  expect(matches(recorded, actual)).toBe(expected);
});

test('many wildcards over many lines end soon', () => {
  const recorded = Array.from({ length: 200 }, () => ['...', 'a']).flat();
  const actual = [...Array.from({ length: 5_000 }, () => 'a'), 'b'];
  expect(matches(recorded, actual)).toBe(false);
});

const letters = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 });

test('whatever stands in the place of wildcards matches, as a regular expression would have it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', '...'), { maxLength: 6 }), letters, (recorded, actual) => {
      const pattern = recorded.map((line) => (line === '...' ? '(?:[ab];)*' : `${line};`)).join('');
      const expected = new RegExp(`^${pattern}$`).test(actual.map((line) => `${line};`).join(''));
      expect(matches(recorded, actual)).toBe(expected);
    }),
  );
});

describe('a difference', () => {
  test('shows only the lines that differ', () => {
    const recorded = ['took [..] ms', 'one', 'two', 'at [..]'];
    const actual = ['took 3 ms', 'one', 'TWO', 'at noon'];
    expect(inRecordedWords(recorded, actual)).toEqual(['took [..] ms', 'one', 'TWO', 'at [..]']);
  });

  test('is never covered up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', '...'), { maxLength: 6 }),
        letters,
        (recorded, actual) => {
          const same = inRecordedWords(recorded, actual).join('\n') === recorded.join('\n');
          expect(same).toBe(matches(recorded, actual));
        },
      ),
    );
  });
});
