import type { ProbeResult } from '../probe/result.js';
import { placesBy } from './cell-places.js';
import { count } from './count.js';
import type { Text, View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

/** What was noted of cells beside their verdict, each remark once with the routes it is about. */
export function notesText({ cells }: Pick<ProbeResult, 'cells'>, { width }: View): Text {
  return [...placesBy(cells, ({ notes }) => new Set(notes))].flatMap(([note, places]) => [
    ...wrap(visible(`noted for ${count(places.cells, 'cell')}: ${note}`), width, 0, 2),
    ...places.lines().flatMap((place) => wrap(place, width, 2, 2)),
  ]);
}
