import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atPointer, type JsonObject, type JsonValue, pointerTo } from '../../../src/token/json.js';
import { withoutValue, withValue } from '../../../src/token/json-edit.js';

test.for<{ name: string; object: JsonObject; value: JsonValue; result: JsonObject }>([
  { name: 'a', object: {}, value: 1, result: { a: 1 } },
  { name: 'a', object: { a: 0, b: 2 }, value: 1, result: { a: 1, b: 2 } },
  { name: 'a/b', object: {}, value: 1, result: { 'a/b': 1 } },
  { name: '/a', object: { a: 0 }, value: 1, result: { a: 1 } },
  { name: '/a/b', object: {}, value: 1, result: { a: { b: 1 } } },
  { name: '/a/b', object: { a: { c: 2 } }, value: 1, result: { a: { c: 2, b: 1 } } },
  { name: '/a~1b/c~0d', object: {}, value: 1, result: { 'a/b': { 'c~d': 1 } } },
  { name: '/a/0', object: { a: [0, 2] }, value: 1, result: { a: [1, 2] } },
  { name: '/a/-', object: { a: [0] }, value: 1, result: { a: [0, 1] } },
  { name: '/a/1/b', object: { a: [0] }, value: 1, result: { a: [0, { b: 1 }] } },
  { name: '/', object: {}, value: 1, result: { '': 1 } },
])('$name in $object becomes $result', ({ name, object, value, result }) => {
  const before = structuredClone(object);
  expect(withValue(object, name, value)).toEqual(result);
  expect(object).toEqual(before);
});

test.for<{ name: string; object: JsonObject; message: string }>([
  { name: '/a/b', object: { a: 'text' }, message: '/a/b leads through "text", which has no members' },
  { name: '/a/b', object: { a: null }, message: '/a/b leads through null, which has no members' },
  { name: '/a/2', object: { a: [0] }, message: '/a/2 leads to no place of a list with 1 entries' },
  { name: '/a/x', object: { a: [] }, message: '/a/x leads to no place of a list with 0 entries' },
  { name: '/a/01', object: { a: [0, 0] }, message: '/a/01 leads to no place of a list with 2 entries' },
])('$name in $object is refused', ({ name, object, message }) => {
  expect(() => withValue(object, name, 1)).toThrow(
    expect.objectContaining({ code: 'USAGE', message }) as Error,
  );
});

test.for<{ name: string; object: JsonObject; result: JsonObject }>([
  { name: 'a', object: { a: 1, b: 2 }, result: { b: 2 } },
  { name: '/a/b', object: { a: { b: 1, c: 2 } }, result: { a: { c: 2 } } },
  { name: '/a/0', object: { a: [0, 1] }, result: { a: [1] } },
  { name: '/a/0/b', object: { a: [{ b: 1 }, 1] }, result: { a: [{}, 1] } },
  { name: 'x', object: { a: 1 }, result: { a: 1 } },
  { name: '/a/b/c', object: { a: 1 }, result: { a: 1 } },
  { name: '/a/5', object: { a: [1] }, result: { a: [1] } },
  { name: '/x/y', object: { a: 1 }, result: { a: 1 } },
])('$object without $name is $result', ({ name, object, result }) => {
  expect(withoutValue(object, name)).toEqual(result);
});

describe('any names, `__proto__` too', () => {
  const names = fc.array(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '~1', '/')), {
    minLength: 1,
    maxLength: 4,
  });

  test('what was set is found there, and gone when it is taken away', () => {
    fc.assert(
      fc.property(names, fc.jsonValue(), (path, value) => {
        const pointer = pointerTo(...path);
        const set = withValue({}, pointer, value as JsonValue);
        expect(JSON.stringify(atPointer(set, pointer))).toBe(JSON.stringify(value));
        expect(atPointer(withoutValue(set, pointer), pointer)).toBeUndefined();
        expect(Object.getPrototypeOf(set)).toBe(Object.prototype);
      }),
    );
  });
});
