import type { Answer } from './answer.js';
import type { Answered, AnsweredCells } from './answered.js';
import { classOf } from './decide.js';
import type { PlannedCell } from './plan.js';
import type { Sequence } from './sequence.js';
import { succeeds } from './witness.js';

/** What was sent and answered, and a way to send a planned read once more. */
export interface AskedAndAnswered {
  readonly cells: Sequence<PlannedCell>;
  readonly answered: AnsweredCells;
  ask(cell: PlannedCell): Promise<Answer>;
  /** Notes what is known of a cell by now. */
  note(index: number, cell: PlannedCell, answered: Answered): void;
}

/**
 * Makes sure that what answers 404 is still there: a 404 hides something only then. Somebody who reached it in the same lane
 * asks once more, and where it is gone meanwhile, by a restart or by another hand, nobody is denied by that.
 */
export async function confirmAbsences(lane: readonly number[], run: AskedAndAnswered): Promise<void> {
  const { cells, answered, ask } = run;
  const reached = new Map<string, PlannedCell>();
  const absent = new Map<string, number[]>();
  for (const index of lane) {
    const [cell, answer] = [cells.at(index), answered.at(index)?.answer];
    if (cell?.effect !== 'read' || cell.setup !== null || answer === undefined) continue;
    const key = `${cell.route.method} ${cell.url}`;
    if (succeeds(answer)) reached.set(key, cell);
    else if (isAbsent(answer, cell)) absent.set(key, [...(absent.get(key) ?? []), index]);
  }
  for (const [key, indices] of absent) {
    const witness = reached.get(key);
    if (witness && isAbsent(await ask(witness), witness)) markGone(run, indices);
  }
}

const isAbsent = (answer: Answer, { decide }: PlannedCell): boolean =>
  answer.kind === 'reply' && (classOf(answer.status, decide) === 'not-found' || answer.status === 410);

function markGone({ cells, answered, note }: AskedAndAnswered, indices: readonly number[]): void {
  for (const index of indices) {
    const [cell, all] = [cells.at(index), answered.at(index)];
    if (cell && all) note(index, cell, { ...all, consumed: true });
  }
}
