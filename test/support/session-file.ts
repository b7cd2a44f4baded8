/**
 * The format of a recorded terminal session.
 *
 * ```
 * # What it shows
 * % serve                       start the bundled server; `$SERVER` is its address, `$AUTHCTL_PORT` its port
 * % env NAME=value              a variable for every program from here on; may name others as `$NAME`
 * % run COMMAND                 start a program that stays, and wait until it has printed a line
 * @ 2026-01-01T00:10:00Z        the clock stands at this instant from here on
 * $ authctl decode < token.jwt  a command line, run by `sh`
 * a line of standard output; `[..]` stands for any characters, a line `...` for any lines
 * ! a line of standard error
 * ? 1                           the exit status; 0 where the line is missing
 * ```
 *
 * A command goes on in lines that start with `> `. A line of output that would be read as one of these marks starts with
 * a backslash. One empty line before a command only separates.
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
  /** What stands after `% `, one a line. */
  readonly setup: readonly string[];
  readonly steps: readonly Step[];
}

/** A line that starts with a mark: one of these characters, and a space or nothing after it. */
const MARKED = /^[#%@$>!?](?: |$)/;

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
  const setup: string[] = [];
  const steps: OpenStep[] = [];
  let now: string | undefined;
  const readers: Readonly<Record<string, (rest: string, line: number) => void>> = {
    '#': (rest) => void titles.push(rest),
    '%': (rest) => void setup.push(rest),
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
    const reader = MARKED.test(line) ? readers[line.slice(0, 1)] : undefined;
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

/** A step as a session's file would show it. */
export function transcript(step: Pick<Step, 'command' | 'stdout' | 'stderr' | 'status'>): string {
  const [command = '', ...continued] = step.command.split('\n');
  return [
    `$ ${command}`,
    ...continued.map((line) => `> ${line}`),
    ...step.stdout.map((line) => (MARKED.test(line) ? `\\${line}` : line)),
    ...step.stderr.map((line) => (line === '' ? '!' : `! ${line}`)),
    ...(step.status === 0 ? [] : [`? ${step.status}`]),
  ].join('\n');
}
