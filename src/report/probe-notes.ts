import type { Cell, ProbeResult } from '../probe/result.js';
import { placesOf } from './cell-places.js';
import { count } from './count.js';
import { groupBy } from './group-by.js';
import type { Text, View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

/** What was noted of cells beside their verdict, each remark once with the routes it is about. */
export function notesText({ cells }: Pick<ProbeResult, 'cells'>, { width }: View): Text {
  const noted = cells.flatMap((cell) => [...new Set(cell.notes)].map((note) => ({ cell, note })));
  return [...groupBy(noted, ({ note }) => note)].flatMap(([note, group]) => {
    const about: readonly Cell[] = group.map(({ cell }) => cell);
    return [
      ...wrap(visible(`noted for ${count(about.length, 'cell')}: ${note}`), width, 0, 2),
      ...placesOf(about).flatMap((place) => wrap(place, width, 2, 2)),
    ];
  });
}
