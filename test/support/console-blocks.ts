/**
 * The terminal sessions of a Markdown document: its fenced blocks marked `console`.
 *
 * ````
 * <!-- session: serve -->
 * ```console
 * $ authctl login --username agus --password-stdin < password
 * logged in as agus
 * $ authctl probe | head -1
 * Access to [..]
 * ```
 * ````
 *
 * A line that starts with `$ ` is a command, `> ` continues it, and what follows is all that a terminal shows of it,
 * standard error included, with the wildcards of recorded sessions. A command ends with status 0, unless `echo $?` after
 * it shows another.
 *
 * A comment before the block may hold set-up lines, separated by line ends or `;`: those of recorded sessions without
 * their `% `, an instant after `@ `, a shell command after `$ `, or `continued`, with which the block goes on in the place
 * where the one before it ended.
 */
export interface ConsoleStep {
  readonly line: number;
  readonly command: string;
  readonly now: string | undefined;
  readonly shown: readonly string[];
}

export interface ConsoleSession {
  /** Of its first block; counts from 1. */
  readonly line: number;
  readonly setup: readonly string[];
  /** Shell commands that come before the first step and show nothing. */
  readonly preparation: readonly string[];
  readonly steps: readonly ConsoleStep[];
}

const BLOCK = /(?:<!-- session(?::|\b)([\s\S]*?)-->\s*)?^```console\n([\s\S]*?)^```$/gm;

/** @throws {Error} naming the line, for a block that starts with no command or goes on where nothing came before. */
export function consoleSessions(markdown: string): readonly ConsoleSession[] {
  const sessions: ConsoleSession[] = [];
  for (const { index, 0: whole, 1: comment = '', 2: body = '' } of markdown.matchAll(BLOCK)) {
    const line = lineAt(markdown, index + whole.indexOf('```console'));
    const notes = comment.split(/[\n;]/).map((note) => note.trim());
    const now = notes.find((note) => note.startsWith('@ '))?.slice(2);
    const block: ConsoleSession = {
      line,
      setup: notes.filter((note) => /^(serve|run|env)\b/.test(note)),
      preparation: notes.filter((note) => note.startsWith('$ ')).map((note) => note.slice(2)),
      steps: stepsOf(body, line + 1, now),
    };
    const unknown = notes.find((note) => note !== '' && !/^(serve|run|env|continued)\b|^[@$] /.test(note));
    if (unknown !== undefined) throw new Error(`line ${line}: unknown set-up '${unknown}'`);
    if (!notes.includes('continued')) sessions.push(block);
    else sessions.push(joined(sessions.pop(), block));
  }
  return sessions;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

function joined(before: ConsoleSession | undefined, block: ConsoleSession): ConsoleSession {
  if (!before) throw new Error(`line ${block.line}: there is no session to continue`);
  if (block.setup.length + block.preparation.length > 0) {
    throw new Error(`line ${block.line}: a continued session is set up already`);
  }
  return { ...before, steps: [...before.steps, ...block.steps] };
}

function stepsOf(body: string, first: number, now: string | undefined): readonly ConsoleStep[] {
  const steps: { line: number; command: string; now: string | undefined; shown: string[] }[] = [];
  for (const [at, text] of body.replace(/\n$/, '').split('\n').entries()) {
    const step = steps.at(-1);
    if (text.startsWith('$ ')) steps.push({ line: first + at, command: text.slice(2), now, shown: [] });
    else if (!step) throw new Error(`line ${first + at}: expected a command after '$ '`);
    else if (text.startsWith('> ') && step.shown.length === 0) step.command += `\n${text.slice(2)}`;
    else step.shown.push(text);
  }
  return steps.map((step) => ({ ...step, shown: withoutSeparator(step.shown) }));
}

/** One empty line before the next command only separates. */
const withoutSeparator = (lines: readonly string[]): readonly string[] =>
  lines.at(-1) === '' ? lines.slice(0, -1) : lines;
