import type { Item } from './settings.js';

/** How many objects of one kind a server keeps, so that nobody can fill its memory. */
export const MOST_OBJECTS = 10_000;

/** The objects of one resource of one server, in memory, by the spelling of their ids. */
export class ObjectStore {
  readonly #items: Map<string, Item>;
  #nextId: number;

  constructor(items: readonly Item[]) {
    this.#items = new Map(items.map((item) => [String(item.id), item]));
    this.#nextId = Math.max(0, ...items.flatMap(({ id }) => (typeof id === 'number' ? id : []))) + 1;
  }

  /** As they were given, then in order of their creation. */
  list(): readonly Item[] {
    return [...this.#items.values()];
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** Undefined when there is no room for another one. */
  add(members: Readonly<Record<string, unknown>>): Item | undefined {
    if (this.#items.size >= MOST_OBJECTS) return undefined;
    while (this.#items.has(String(this.#nextId))) this.#nextId += 1;
    const item: Item = { id: this.#nextId, ...members };
    this.#nextId += 1;
    this.#items.set(String(item.id), item);
    return item;
  }

  replace(item: Item): void {
    this.#items.set(String(item.id), item);
  }

  /** Whether there was one. */
  remove(id: string): boolean {
    return this.#items.delete(id);
  }
}
