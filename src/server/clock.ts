import { byProcess } from './engine-clock.js';

const systemClock = (): number => Math.floor(Date.now() / 1000);

/** A server's clock: the one it was given, moved by what the control routes say. */
export class Clock {
  readonly #base: () => number;
  #offset = 0;

  /** @param base - whole seconds since the epoch; default: the system's clock. */
  constructor(base: () => number = systemClock) {
    this.#base = base;
  }

  /** Whether it shows what the system's clock does. */
  get isSystems(): boolean {
    return this.#base === systemClock && this.#offset === 0;
  }

  /** Whole seconds since the epoch. */
  readonly now = (): number => byProcess(this.#base) + this.#offset;

  /** By how many seconds it is ahead of the clock it was given; negative where it is behind. */
  get offset(): number {
    return this.#offset;
  }

  moveBy(seconds: number): void {
    this.#offset += seconds;
  }

  /** Makes it show an instant, from which it goes on. */
  moveTo(instant: number): void {
    this.#offset = instant - byProcess(this.#base);
  }

  reset(): void {
    this.#offset = 0;
  }
}
