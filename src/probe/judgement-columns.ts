import type { Judgement } from './judgement.js';
import type { DenialKind } from './model.js';
import type { Confidence, Reason, Verdict } from './result.js';
import type { Sequence } from './sequence.js';
import { TextNumbers } from './text-numbers.js';

const NO_NOTES: readonly string[] = [];

/** A few values by number, in the order in which they came up; at most 32 of them. */
class FewValues<Value> {
  readonly #values: Value[] = [];

  numberOf(value: Value): number {
    const known = this.#values.indexOf(value);
    if (known >= 0) return known;
    this.#values.push(value);
    return this.#values.length - 1;
  }

  valueOf(number: number): Value {
    return this.#values[number] as Value;
  }
}

/** Verdicts on a million cells in eight bytes each. */
export class JudgementColumns implements Sequence<Judgement> {
  readonly length: number;
  readonly #verdicts = new FewValues<Verdict>();
  readonly #kinds = new FewValues<DenialKind | null>();
  readonly #reasons = new FewValues<Reason | null>();
  readonly #confidences = new FewValues<Confidence | null>();
  readonly #texts = new TextNumbers();
  /** Five bits for each of the four. */
  readonly #words: Uint32Array;
  readonly #notes: Uint32Array;

  constructor(length: number) {
    this.length = length;
    this.#words = new Uint32Array(length);
    this.#notes = new Uint32Array(length);
  }

  set(index: number, { verdict, kind, reason, confidence, notes }: Judgement): void {
    this.#words[index] =
      this.#verdicts.numberOf(verdict) |
      (this.#kinds.numberOf(kind) << 5) |
      (this.#reasons.numberOf(reason) << 10) |
      (this.#confidences.numberOf(confidence) << 15);
    this.#notes[index] = this.#texts.numberOf(notes.length === 0 ? null : JSON.stringify(notes));
  }

  at(index: number): Judgement | undefined {
    const words = this.#words[index];
    if (words === undefined) return undefined;
    const notes = this.#texts.textOf(this.#notes[index]);
    return {
      verdict: this.#verdicts.valueOf(words & 31),
      kind: this.#kinds.valueOf((words >> 5) & 31),
      reason: this.#reasons.valueOf((words >> 10) & 31),
      confidence: this.#confidences.valueOf((words >> 15) & 31),
      notes: notes === null ? NO_NOTES : (JSON.parse(notes) as readonly string[]),
    };
  }

  *[Symbol.iterator](): Iterator<Judgement> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index) as Judgement;
  }
}
