import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IndexGroups } from '../../../src/probe/index-groups.js';

test('groups are in the order of their first members, and their members in order', () => {
  const groups = new IndexGroups(6);
  for (const [index, key] of ['b', 'a', 'b', '', 'a'].entries()) if (key !== '') groups.add(index, key);
  expect(groups.length).toBe(2);
  expect([0, 1].map((number) => [...groups.members(number)])).toEqual([
    [0, 2],
    [1, 4],
  ]);
  expect([0, 1, 3, 5].map((index) => groups.numberOf(index))).toEqual([0, 1, undefined, undefined]);
});

test('every index is in one group, with those of its key', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (keys) => {
      const groups = new IndexGroups(keys.length);
      for (const [index, key] of keys.entries()) groups.add(index, key);
      const all = Array.from({ length: groups.length }, (_, number) => [...groups.members(number)]);
      expect(all.flat().toSorted((one, other) => one - other)).toEqual([...keys.keys()]);
      for (const [index, key] of keys.entries()) {
        const members = all[groups.numberOf(index) ?? -1] ?? [];
        for (const [other, same] of keys.entries()) if (same === key) expect(members).toContain(other);
      }
    }),
  );
});
