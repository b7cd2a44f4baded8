import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlannedCell } from '../../../src/probe/plan.js';
import { plannedCells } from '../../../src/probe/planned-cells.js';
import { plannedCell, route } from './inputs.js';

/** Cells that tell their place. */
const cellsOf = (sizes: readonly number[], place: number): readonly PlannedCell[] =>
  Array.from({ length: sizes[place] ?? 0 }, (_, at) => plannedCell('GET /x', { url: `/${place}/${at}` }));

test('cells asked for in any order are those that all routes have, one after the other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.nat({ max: 3 }), fc.constant(2_000)), { maxLength: 6 }),
      fc.infiniteStream(fc.nat({ max: 9_999 })),
      (sizes, indices) => {
        const routes = sizes.map((_, place) => route(`GET /${place}`));
        const cells = plannedCells(routes, sizes, (place) => cellsOf(sizes, place));
        const all = sizes.flatMap((_, place) => cellsOf(sizes, place));
        expect(Array.from(cells, ({ url }) => url)).toEqual(all.map(({ url }) => url));
        for (const index of indices.take(50)) expect(cells.at(index)?.url).toBe(all[index]?.url);
      },
    ),
    { numRuns: 30 },
  );
});

test('the cells of a route know where they stand', () => {
  const routes = [route('GET /a'), route('GET /b')];
  const cells = plannedCells(routes, [2, 1], (place) => cellsOf([2, 1], place));
  const ofB = cells.ofRoute(routes[1] ?? route('GET /x'));
  expect({ start: ofB.start, urls: ofB.cells.map(({ url }) => url) }).toEqual({ start: 2, urls: ['/1/0'] });
  expect(cells.ofRoute(route('GET /c')).cells).toEqual([]);
});
