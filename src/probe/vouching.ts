import type { Caller } from './controls.js';
import type { RunJournal } from './run.js';

/** Credentials are looked at again after so many answers, and after so many for each subject. */
const LEAST_ANSWERS = 40;
const ANSWERS_PER_SUBJECT = 10;

/**
 * Looks now and then whether credentials still work, where a journal is written: what a subject was answered after that is
 * asked again by whoever goes on with the journal, because a denial may come from a session that had ended.
 *
 * @returns to be called after each cell; `isNew` where it was asked now.
 */
export function vouchingFor(
  callers: readonly Caller[],
  stillWorks: (caller: Caller) => Promise<boolean>,
  journal: RunJournal | undefined,
): (isNew: boolean) => Promise<void> {
  if (!journal) return async () => undefined;
  const often = Math.max(LEAST_ANSWERS, ANSWERS_PER_SUBJECT * callers.length);
  let fresh = 0;
  return async (isNew) => {
    fresh += Number(isNew);
    if (fresh < often) return;
    fresh = 0;
    const upTo = journal.cells;
    for (const caller of callers) if (await stillWorks(caller)) journal.vouch(caller.subject.name, upTo);
  };
}
