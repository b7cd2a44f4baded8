/**
 * Puts the indices of a long list into groups, a few bytes each.
 *
 * A group is known by a 32-bit hash of its key, so two keys may share one, rarely: whoever needs them apart compares keys.
 */
export class IndexGroups {
  /** By index: the number of its group and one more; 0 for none. */
  readonly #groupOf: Uint32Array;
  readonly #numbers = new Map<number, number>();
  readonly #sizes: number[] = [];
  #starts: Uint32Array | undefined;
  #members = new Uint32Array(0);

  /** @param length - of the list. */
  constructor(length: number) {
    this.#groupOf = new Uint32Array(length);
  }

  /** Each index at most once, and none after the first question. */
  add(index: number, key: string): void {
    const hash = hashOf(key);
    const number = this.#numbers.get(hash) ?? this.#sizes.length;
    if (number === this.#sizes.length) {
      this.#numbers.set(hash, number);
      this.#sizes.push(0);
    }
    this.#groupOf[index] = number + 1;
    this.#sizes[number] = (this.#sizes[number] ?? 0) + 1;
  }

  /** How many groups there are, numbered from 0 in the order of their first members. */
  get length(): number {
    return this.#sizes.length;
  }

  /** The number of an index's group; undefined where it is in none. */
  numberOf(index: number): number | undefined {
    const number = this.#groupOf[index] ?? 0;
    return number === 0 ? undefined : number - 1;
  }

  /** The indices of a group, in their order. */
  members(number: number): Uint32Array {
    const starts = this.#settled();
    return this.#members.subarray(starts[number], starts[number + 1]);
  }

  #settled(): Uint32Array {
    if (this.#starts) return this.#starts;
    this.#numbers.clear();
    const starts = new Uint32Array(this.#sizes.length + 1);
    for (const [number, size] of this.#sizes.entries()) starts[number + 1] = (starts[number] ?? 0) + size;
    this.#members = new Uint32Array(starts.at(-1) ?? 0);
    const next = starts.slice();
    for (let index = 0; index < this.#groupOf.length; index += 1) {
      const number = (this.#groupOf[index] ?? 0) - 1;
      if (number < 0) continue;
      const place = next[number] ?? 0;
      this.#members[place] = index;
      next[number] = place + 1;
    }
    this.#starts = starts;
    return starts;
  }
}

/** FNV-1a over UTF-16 units, as a signed 32-bit number. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash;
}
