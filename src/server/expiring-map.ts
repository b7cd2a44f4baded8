/** Below this size nothing is looked for that has expired. */
const FIRST_SWEEP = 1024;

interface Entry<V> {
  readonly value: V;
  readonly expiresAt: number;
}

/**
 * A map whose entries end at an instant of their own. Nothing is dropped before its time, and what has expired is
 * dropped whenever the map has doubled: it never holds more than twice what is alive, and each addition costs a constant
 * time on average.
 */
export class ExpiringMap<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #now: () => number;
  readonly #dropped: (key: string, value: V) => void;
  #nextSweep = FIRST_SWEEP;

  /**
   * @param now - whole seconds since the epoch.
   * @param dropped - called for each entry that has expired, not for one that is deleted.
   */
  constructor(now: () => number, dropped: (key: string, value: V) => void = () => undefined) {
    this.#now = now;
    this.#dropped = dropped;
  }

  /** @param expiresAt - seconds since the epoch, at which the entry is gone; `Infinity` for never. */
  set(key: string, value: V, expiresAt: number): void {
    this.#entries.set(key, { value, expiresAt });
    if (this.#entries.size >= this.#nextSweep) this.#sweep();
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#now() < entry.expiresAt ? entry.value : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** @returns what was there, expired or not. */
  delete(key: string): V | undefined {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    return entry?.value;
  }

  clear(): void {
    this.#entries.clear();
    this.#nextSweep = FIRST_SWEEP;
  }

  /** How many entries are held, those included that have expired and were not dropped yet. */
  get size(): number {
    return this.#entries.size;
  }

  #sweep(): void {
    const now = this.#now();
    for (const [key, { value, expiresAt }] of this.#entries) {
      if (now < expiresAt) continue;
      this.#entries.delete(key);
      this.#dropped(key, value);
    }
    this.#nextSweep = Math.max(FIRST_SWEEP, this.#entries.size * 2);
  }
}
