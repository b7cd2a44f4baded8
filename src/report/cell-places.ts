import type { Cell } from '../probe/result.js';
import { count } from './count.js';
import { visible } from './visible.js';

/** Routes that are named; more are counted. */
const NAMED = 3;

interface NamedRoute {
  readonly name: string;
  readonly subjects: Set<string>;
  readonly statuses: Set<number>;
}

/** Gathers where cells stand, and keeps none of them. */
export class CellPlaces {
  readonly #named: NamedRoute[] = [];
  #last = '';
  #routes = 0;
  #cells = 0;

  /** The cells of a route are to come one after the other. */
  add({ method, path, subject, status }: Cell): void {
    const name = `${method} ${path}`;
    this.#cells += 1;
    if (name !== this.#last) {
      this.#routes += 1;
      if (this.#routes <= NAMED) this.#named.push({ name, subjects: new Set(), statuses: new Set() });
      this.#last = name;
    }
    if (this.#routes > NAMED) return;
    this.#named.at(-1)?.subjects.add(subject);
    if (status !== null) this.#named.at(-1)?.statuses.add(status);
  }

  get cells(): number {
    return this.#cells;
  }

  /** `GET /articles/{id} for agus, sari: 404`, the first few routes. */
  lines(): readonly string[] {
    const named = this.#named.map(({ name, subjects, statuses }) => {
      const answers = statuses.size > 0 ? `: ${[...statuses].join(', ')}` : '';
      return visible(`${name} for ${[...subjects].join(', ')}${answers}`);
    });
    const more = this.#routes - named.length;
    return more > 0 ? [...named, `and ${count(more, 'more route')}`] : named;
  }
}

/** Where cells stand, by what is said of them; a cell of which several things are said stands at each. */
export function placesBy<Said>(
  cells: Iterable<Cell>,
  saidOf: (cell: Cell) => Iterable<Said>,
): ReadonlyMap<Said, CellPlaces> {
  const places = new Map<Said, CellPlaces>();
  for (const cell of cells) {
    for (const said of saidOf(cell)) {
      const known = places.get(said) ?? new CellPlaces();
      if (known.cells === 0) places.set(said, known);
      known.add(cell);
    }
  }
  return places;
}
