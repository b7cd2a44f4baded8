import type { Answer } from './answer.js';
import type { Answered, AnsweredCells } from './answered.js';
import type { Plan, PlannedCell } from './plan.js';
import { entriesOf } from './sequence.js';
import { type WrittenBefore, writeKey } from './watch.js';

/** What an earlier part of a run leaves to whoever goes on with it. */
export interface Earlier {
  /** Undefined for a cell that is to be asked. */
  at(index: number): Answered | undefined;
  /** Paths of the objects that were deleted. */
  readonly deleted: readonly string[];
  readonly written: readonly WrittenBefore[];
}

/** A run that was ended, as its journal tells. */
export interface EndedRun {
  readonly answered: AnsweredCells;
  /** Cells whose requests may have been sent, and were not answered. */
  readonly doubtful: ReadonlySet<number>;
  /** Cells whose subjects' credentials were not seen to work afterwards. */
  readonly unvouched: ReadonlySet<number>;
}

/**
 * What of an ended run counts. A read that may have been asked with credentials that had lapsed, or that was not answered,
 * is asked again; a write is not, unless it did nothing or does the same when it is sent twice (RFC 9110 section 9.2.2).
 */
export function earlierIn(plan: Plan, run: EndedRun): Earlier {
  const deleted: string[] = [];
  const written: WrittenBefore[] = [];
  const asksAgain = (index: number, { effect }: PlannedCell, { answer }: Answered): boolean => {
    if (answer.kind === 'unsent') return true;
    const isRefused = answer.kind === 'reply' && answer.status === 401;
    if (effect === 'read') return answer.kind === 'silence' || run.unvouched.has(index);
    return isRefused && run.unvouched.has(index);
  };
  for (const [index, cell] of entriesOf(plan.cells)) {
    const known = run.answered.at(index);
    if (cell.effect === 'read' || !known || asksAgain(index, cell, known)) continue;
    if (cell.effect === 'delete' && isSuccess(known.answer)) deleted.push(pathOf(known.url ?? cell.url));
    if (known.effect === 'changed' && cell.reader) {
      written.push({ url: cell.reader.url, request: writeKey(cell) });
    }
  }
  return {
    deleted,
    written,
    at(index) {
      const cell = plan.cells.at(index);
      if (!cell) return undefined;
      const known = run.answered.at(index);
      if (known && !asksAgain(index, cell, known)) return known;
      return run.doubtful.has(index) && !isSafeTwice(cell) ? IN_DOUBT : undefined;
    },
  };
}

/** Made anew by its setup, or the same when it is written twice. */
const isSafeTwice = ({ setup, route }: PlannedCell): boolean => setup !== null || route.method === 'PUT';

const IN_DOUBT: Answered = {
  answer: {
    kind: 'unsent',
    why: 'interrupted',
    message: 'the run was ended while it was sent; it may have been carried out, and is not sent twice',
  },
  effect: null,
  consumed: false,
  url: null,
};

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

const isSuccess = (answer: Answer): boolean =>
  answer.kind === 'reply' && answer.status >= 200 && answer.status < 300 && answer.body.denies === null;
