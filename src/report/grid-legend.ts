import { type Answer, answers } from './answer-symbols.js';
import type { FoldedRow } from './fold-rows.js';

/** What a legend has to explain. */
export interface ShownAnswers {
  /** In the order of legends. */
  readonly answers: readonly Answer[];
  /** Whether one of them is marked as not expected. */
  readonly unmet: boolean;
}

/** The answers that rows show, in their cells and in their notes, and no others. */
export function shownIn(rows: readonly FoldedRow[]): ShownAnswers {
  const used = new Set<Answer>();
  let unmet = false;
  for (const { row } of rows) {
    for (const answer of row.answers) {
      if (answer) used.add(answer.answer);
      unmet ||= answer?.unmet ?? false;
    }
    for (const { after } of row.notes) if (typeof after !== 'string') used.add(after.answer);
  }
  return { answers: answers.filter((answer) => used.has(answer)), unmet };
}
