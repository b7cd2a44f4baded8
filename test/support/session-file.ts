/**
 * The format of a recorded terminal session.
 *
 * ```
 * # What it shows
 * % serve                       start the bundled server; `$SERVER` is its address
 * @ 2026-01-01T00:10:00Z        the clock stands at this instant from here on
 * $ authctl decode < token.jwt  a command line, run by `sh`
 * a line of standard output; `[..]` stands for any characters, a line `...` for any lines
 * ! a line of standard error
 * ? 1                           the exit status; 0 where the line is missing
 * ```
 *
 * A line of output that would be read as one of these marks starts with a backslash.
 */
export interface Step {
  readonly line: number;
  readonly command: string;
  readonly now: string | undefined;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly status: number;
}

export interface RecordedSession {
  readonly title: string;
  /** The words after `% `, one array a line. */
  readonly setup: readonly (readonly string[])[];
  readonly steps: readonly Step[];
}

interface OpenStep {
  line: number;
  command: string;
  now: string | undefined;
  stdout: string[];
  stderr: string[];
  status: number;
}

/** @throws {Error} naming the line, for a session that is none. */
export function parseSession(text: string): RecordedSession {
  const titles: string[] = [];
  const setup: string[][] = [];
  const steps: OpenStep[] = [];
  let now: string | undefined;
  const readers: Readonly<Record<string, (rest: string, line: number) => void>> = {
    '#': (rest) => void titles.push(rest),
    '%': (rest) => void setup.push(rest.split(' ')),
    '@': (rest) => {
      now = rest;
    },
    $: (command, line) => void steps.push({ line, command, now, stdout: [], stderr: [], status: 0 }),
    '>': (rest) => {
      const step = last(steps);
      step.command += `\n${rest}`;
    },
    '!': (rest) => void last(steps).stderr.push(rest),
    '?': (rest) => {
      last(steps).status = Number(rest);
    },
  };
  const lines = text.replace(/\n+$/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    const reader =
      / |^.$/.test(line.slice(1, 2)) || line.length === 1 ? readers[line.slice(0, 1)] : undefined;
    if (reader) reader(line.slice(2), index + 1);
    else if (steps.length > 0) last(steps).stdout.push(line.replace(/^\\/, ''));
    else if (line !== '') throw new Error(`line ${index + 1}: expected '#', '%', '@' or '$'`);
  }
  if (titles.length === 0) throw new Error('line 1: expected `# ` and a title');
  if (steps.length === 0) throw new Error('no command in it');
  return { title: titles.join(' '), setup, steps: steps.map(withoutSeparator) };
}

function last(steps: OpenStep[]): OpenStep {
  const step = steps.at(-1);
  if (!step) throw new Error('output before the first command');
  return step;
}

/** One empty line before the next command only separates. */
function withoutSeparator(step: OpenStep): Step {
  return step.stdout.at(-1) === '' ? { ...step, stdout: step.stdout.slice(0, -1) } : step;
}

/** Whether lines are as recorded. */
export function matches(recorded: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = recorded;
  if (first === undefined) return actual.length === 0;
  if (first === '...') return actual.some((_, at) => matches(rest, actual.slice(at))) || matches(rest, []);
  const [line, ...others] = actual;
  return line !== undefined && lineMatches(first, line) && matches(rest, others);
}

function lineMatches(recorded: string, actual: string): boolean {
  const pattern = recorded
    .split('[..]')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(actual);
}
