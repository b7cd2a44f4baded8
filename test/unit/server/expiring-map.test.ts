import { expect, test } from 'vitest';
import { ExpiringMap } from '../../../src/server/expiring-map.js';

const mapAt = (start: number) => {
  let now = start;
  const dropped: string[] = [];
  const map = new ExpiringMap<number>(
    () => now,
    (key) => dropped.push(key),
  );
  return { map, dropped, advance: (seconds: number) => (now += seconds) };
};

test.for([
  { after: 9, value: 1 },
  { after: 10, value: undefined },
])('$after seconds later an entry for ten is $value', ({ after, value }) => {
  const { map, advance } = mapAt(100);
  map.set('a', 1, 110);
  advance(after);
  expect([map.get('a'), map.has('a')]).toEqual([value, value !== undefined]);
});

test('an entry may never end', () => {
  const { map, advance } = mapAt(0);
  map.set('a', 1, Number.POSITIVE_INFINITY);
  advance(1e12);
  expect(map.get('a')).toBe(1);
});

test('half a million entries of a minute leave no more than twice what is alive', () => {
  const { map, advance } = mapAt(0);
  let most = 0;
  for (let second = 0; second < 5_000; second += 1) {
    for (let n = 0; n < 100; n += 1) map.set(`${second}-${n}`, n, second + 60);
    advance(1);
    most = Math.max(most, map.size);
  }
  expect(most).toBeLessThanOrEqual(2 * 60 * 100 + 200);
  expect(map.get('4999-99')).toBe(99);
});

test('what is dropped because it expired is told, what is deleted is not', () => {
  const { map, dropped, advance } = mapAt(0);
  map.set('early', 1, 5);
  map.set('deleted', 1, 5);
  map.delete('deleted');
  advance(5);
  for (let n = 0; n < 1023; n += 1) map.set(`later-${n}`, n, 50);
  expect([dropped, map.size]).toEqual([['early'], 1023]);
});
