/**
 * Items in an order, which need not all be in memory at once: an array is one, and so is what makes its items when they are
 * asked for.
 */
export interface Sequence<Item> {
  readonly length: number;
  /** Undefined beyond the ends. An index counts from 0. */
  at(index: number): Item | undefined;
  [Symbol.iterator](): Iterator<Item>;
}

/**
 * A sequence whose items are made each time they are asked for.
 *
 * @param itemAt - called with whole numbers from 0 to `length` - 1 only.
 */
export function sequenceOf<Item>(length: number, itemAt: (index: number) => Item): Sequence<Item> {
  return {
    length,
    at: (index) => (index >= 0 && index < length ? itemAt(index) : undefined),
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index += 1) yield itemAt(index);
    },
  };
}

/** The items that a test leaves, one after the other. */
export function* those<Item>(items: Iterable<Item>, isWanted: (item: Item) => boolean): Generator<Item> {
  for (const item of items) if (isWanted(item)) yield item;
}

/** The items with their indices. */
export function* entriesOf<Item>(items: Iterable<Item>): Generator<readonly [number, Item]> {
  let index = 0;
  for (const item of items) {
    yield [index, item];
    index += 1;
  }
}

/** Whether a test leaves any item. */
export function anyOf<Item>(items: Iterable<Item>, isWanted: (item: Item) => boolean): boolean {
  for (const item of items) if (isWanted(item)) return true;
  return false;
}
