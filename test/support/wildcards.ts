/** Stands for any characters of a line. */
const ANY_CHARACTERS = '[..]';
/** A line that stands for any lines, also none. */
const ANY_LINES = '...';

/** Whether lines are as recorded. Takes at most as many steps as there are pairs of lines. */
export function matches(recorded: readonly string[], actual: readonly string[]): boolean {
  let at = 0;
  let wanted = 0;
  let gap: { readonly after: number; from: number } | undefined;
  while (at < actual.length) {
    if (recorded[wanted] === ANY_LINES) {
      wanted += 1;
      gap = { after: wanted, from: at };
    } else if (wanted < recorded.length && lineMatches(recorded[wanted] ?? '', actual[at] ?? '')) {
      wanted += 1;
      at += 1;
    } else if (gap) {
      gap.from += 1;
      at = gap.from;
      wanted = gap.after;
    } else return false;
  }
  return recorded.slice(wanted).every((line) => line === ANY_LINES);
}

/** Whether one line is as recorded. */
export function lineMatches(recorded: string, actual: string): boolean {
  const [start = '', ...others] = recorded.split(ANY_CHARACTERS);
  const end = others.pop();
  if (end === undefined) return recorded === actual;
  if (actual.length < start.length + end.length || !actual.startsWith(start) || !actual.endsWith(end))
    return false;
  const limit = actual.length - end.length;
  let at = start.length;
  for (const part of others) {
    const found = actual.indexOf(part, at);
    if (found === -1 || found + part.length > limit) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * What was printed, in the words of the recording wherever these match from the start or from the end, so that a
 * difference shows only the lines that differ.
 */
export function inRecordedWords(recorded: readonly string[], actual: readonly string[]): readonly string[] {
  if (matches(recorded, actual)) return recorded;
  const start = alike(recorded, actual);
  const end = alike(recorded.slice(start).toReversed(), actual.slice(start).toReversed());
  return [
    ...recorded.slice(0, start),
    ...actual.slice(start, actual.length - end),
    ...recorded.slice(recorded.length - end),
  ];
}

/** How many lines are alike before the first that differs or stands for many. */
function alike(recorded: readonly string[], actual: readonly string[]): number {
  const differs = recorded.findIndex((line, at) => {
    const printed = actual[at];
    return line === ANY_LINES || printed === undefined || !lineMatches(line, printed);
  });
  return differs === -1 ? recorded.length : differs;
}
