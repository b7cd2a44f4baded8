import type { WrittenAnswer } from '../written-answer.js';
import type { FaultContext } from './fault.js';
import { parseFault, type WantedFault } from './parse-fault.js';

interface ActiveFault extends WantedFault {
  /** How often it may still happen. */
  left: number;
  readonly chance: () => number;
}

/** The faults that a running server has. */
export class FaultSet {
  #active: readonly ActiveFault[] = [];

  /** As they were asked for; those that have happened as often as they should are left out. */
  get specs(): readonly string[] {
    return this.#active.filter(({ left }) => left > 0).map(({ spec }) => spec);
  }

  get isEmpty(): boolean {
    return this.#active.every(({ left }) => left === 0);
  }

  /** Has these faults and no others from now on. @throws {AuthctlError} `USAGE`, and nothing changes. */
  set(specs: readonly string[]): void {
    this.#active = specs.map(parseFault).map((wanted) => ({
      ...wanted,
      left: Number(wanted.parameters.times) || Number.POSITIVE_INFINITY,
      chance: seeded(Number(wanted.parameters.seed)),
    }));
  }

  /** What becomes of an answer, and by which faults. */
  async spoil(
    answer: WrittenAnswer,
    context: FaultContext,
  ): Promise<{ readonly answer: WrittenAnswer; readonly by: readonly string[] }> {
    let spoiled = answer;
    const by: string[] = [];
    for (const active of this.#active) {
      if (!happens(active, spoiled, context)) continue;
      active.left -= 1;
      by.push(active.fault.id);
      spoiled = await active.fault.spoil(spoiled, active.parameters, context);
    }
    return { answer: spoiled, by };
  }
}

function happens(active: ActiveFault, answer: WrittenAnswer, context: FaultContext): boolean {
  const { path, method, probability } = active.parameters;
  return (
    active.left > 0 &&
    matches(String(path), context.path) &&
    (method === '*' || method === context.method) &&
    active.fault.concerns(answer, context) &&
    active.chance() < Number(probability)
  );
}

/** Whether a pattern stands for a path; `*` is any text, `/` included. */
function matches(pattern: string, path: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 's').test(path);
}

/** Numbers from 0 up to 1 that look like chance and are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
