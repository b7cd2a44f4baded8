import { type Answer, answers } from './answer-symbols.js';
import type { GridRow } from './grid-rows.js';

/** What a legend has to explain: the answers that rows show, in their cells and in their notes, and no others. */
export class ShownAnswers {
  readonly #used = new Set<Answer>();
  #unmet = false;

  constructor(rows: Iterable<GridRow> = []) {
    for (const row of rows) this.add(row);
  }

  add(row: GridRow): void {
    for (const answer of row.answers) {
      if (answer) this.#used.add(answer.answer);
      this.#unmet ||= answer?.unmet ?? false;
    }
    for (const { after } of row.notes) if (typeof after !== 'string') this.#used.add(after.answer);
  }

  /** In the order of legends. */
  get answers(): readonly Answer[] {
    return answers.filter((answer) => this.#used.has(answer));
  }

  /** Whether one of them is marked as not expected. */
  get unmet(): boolean {
    return this.#unmet;
  }
}
