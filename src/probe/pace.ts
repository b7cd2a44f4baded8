/** Waits between a request and the next, at most this long however often the API asks to slow down. */
const SLOWEST_GAP_MS = 2_000;
/** The first gap of a run that had none. */
const FIRST_GAP_MS = 50;
/** What a good answer takes off the gap, until it is what was asked for. */
const RECOVERY = 0.95;

/** The pace that all requests of a run share. */
export interface Pace {
  /** Resolves when the next request may go. */
  turn(): Promise<void>;
  /** The API asked to slow down: nobody sends for `ms` milliseconds, and then at half the rate. */
  slowDown(ms: number): void;
  /** An answer came that does not ask for less. */
  recover(): void;
}

/**
 * Spaces requests by waiting between them, on no clock of its own.
 *
 * @param rate - requests a second; undefined for no limit.
 * @param sleep - resolves after so many milliseconds, or when the run is to stop.
 */
export function createPace(rate: number | undefined, sleep: (ms: number) => Promise<void>): Pace {
  const usual = rate === undefined ? 0 : 1_000 / rate;
  let gap = usual;
  let next: Promise<void> = Promise.resolve();
  const hold = (ms: number) => {
    if (ms > 0) next = next.then(() => sleep(ms));
  };
  return {
    turn() {
      const mine = next;
      hold(gap);
      return mine;
    },
    slowDown(ms) {
      gap = Math.min(SLOWEST_GAP_MS, Math.max(gap * 2, FIRST_GAP_MS));
      hold(ms);
    },
    recover() {
      if (gap > usual) gap = gap * RECOVERY < Math.max(usual, 1) ? usual : gap * RECOVERY;
    },
  };
}
