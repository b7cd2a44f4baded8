import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthctlError } from '../../../src/errors.js';
import { atPointer, memberOf, pointerTo, readJson } from '../../../src/token/json.js';

describe('readJson', () => {
  test.for([
    { text: '{"a":1,"b":2}', duplicates: [] },
    { text: '{"a":1,"a":2}', duplicates: ['a'] },
    { text: '{"a":1,"\\u0061":2}', duplicates: ['a'] },
    { text: '{"a":{"b":1,"b":2},"b":3}', duplicates: ['b'] },
    { text: '[{"a":1},{"a":2}]', duplicates: [] },
    { text: '{"a":"\\"a\\":1,","b":["a","a"]}', duplicates: [] },
    { text: '{"__proto__":1,"__proto__":2}', duplicates: ['__proto__'] },
    { text: '{"a":[{"x":1}],"x":2,"a":3}', duplicates: ['a'] },
  ])('$text names twice: $duplicates', ({ text, duplicates }) => {
    expect(readJson(text)?.duplicates).toEqual(duplicates);
  });

  test.for([
    { text: '{"id":9007199254740991}', imprecise: [] },
    { text: '{"id":9007199254740993}', imprecise: ['9007199254740993'] },
    { text: '{"id":"9007199254740993"}', imprecise: [] },
    { text: '[-9007199254740993]', imprecise: ['-9007199254740993'] },
    { text: '[1e400,-1E+400]', imprecise: ['1e400', '-1E+400'] },
    { text: '[1e20]', imprecise: ['1e20'] },
    { text: '[1.5e3,0.1,-0,1e-400,1767225600.123]', imprecise: [] },
  ])('$text loses precision: $imprecise', ({ text, imprecise }) => {
    expect(readJson(text)?.imprecise).toEqual(imprecise);
  });

  test.for(['', '{', '{"a":1}x', "{'a':1}", 'NaN', '{"a":"\n"}', '"'])('%j is none', (text) => {
    expect(readJson(text)).toBeUndefined();
  });

  test('a hundred levels are read, one more is refused', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(readJson(nested(100))?.duplicates).toEqual([]);
    expect(() => readJson(nested(101))).toThrow(AuthctlError);
  });

  test('reads what JSON.stringify writes, and finds nothing wrong with it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(readJson(text)).toEqual({
          value: JSON.parse(text),
          duplicates: [],
          imprecise: expect.any(Array),
        });
      }),
    );
  });
});

test.for(['__proto__', 'constructor', 'toString', 'missing'])(
  'an object has no member %s of its own',
  (name) => {
    expect(memberOf({ a: 1 }, name)).toBeUndefined();
  },
);

describe('atPointer', () => {
  const value = { a: { 'b/c': [1, { '~': 2 }] }, '': 3 };
  test.for([
    ['', value],
    ['/a/b~1c/0', 1],
    ['/a/b~1c/1/~0', 2],
    ['/', 3],
    ['/a/b~1c/2', undefined],
    ['/a/b~1c/01', undefined],
    ['/a/b~1c/length', undefined],
    ['/__proto__', undefined],
    ['/a/x/y', undefined],
    ['a', undefined],
  ] as const)('%j', ([pointer, reached]) => {
    expect(atPointer(value, pointer)).toEqual(reached);
  });

  test('leads to the member that it was made for', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (outer, inner) => {
        const held = JSON.parse(`{${JSON.stringify(outer)}:{${JSON.stringify(inner)}:1}}`);
        expect(atPointer(held, pointerTo(outer, inner))).toBe(1);
      }),
    );
  });
});
