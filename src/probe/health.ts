import type { HttpOutcome } from '../ports/http.js';

/** So many unanswered requests in a row end a run. */
const FAILURES_IN_A_ROW = 5;
/** Half of the requests being lost counts from this many on. */
const ENOUGH_TO_COUNT = 10;

/** Whether the network still carries a run. */
export interface Health {
  /** The last answer to a request, retries included. */
  count(outcome: HttpOutcome): void;
  /** True once five requests in a row, or half of all, stayed without an answer. */
  lost(): boolean;
}

export function createHealth(): Health {
  let [finished, lost, inARow] = [0, 0, 0];
  return {
    count(outcome) {
      const failed = outcome.kind === 'failure' && outcome.reason !== 'aborted';
      finished += 1;
      lost += failed ? 1 : 0;
      inARow = failed ? inARow + 1 : 0;
    },
    lost: () => inARow >= FAILURES_IN_A_ROW || (finished >= ENOUGH_TO_COUNT && lost * 2 >= finished),
  };
}
