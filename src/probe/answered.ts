import type { Answer } from './answer.js';
import type { Sequence } from './sequence.js';
import type { ObservedEffect } from './watch.js';

/** What came of one cell: all of it that its verdict rests on. */
export interface Answered {
  readonly answer: Answer;
  /** What a write did to its object; null where nobody looked, or for a read. */
  readonly effect: ObservedEffect;
  /** Whether the object was gone by then: deleted by this run, or gone meanwhile. */
  readonly consumed: boolean;
  /** Where the URL was only known during the run: what was sent, below the API's base URL. */
  readonly url: string | null;
}

/** What came of the cells of a run, by index into its plan; undefined where nothing did yet. */
export type AnsweredCells = Sequence<Answered | undefined>;
