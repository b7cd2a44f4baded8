import { resolve } from 'node:path';
import { AuthctlError } from '../errors.js';
import { JOURNAL_FORM, type MadeLine } from '../probe/journal/journal-line.js';
import {
  type JudgedBy,
  type PlanLine,
  planDifference,
  planDigest,
  planLines,
} from '../probe/journal/journal-plan.js';
import { JournalWriter } from '../probe/journal/journal-writer.js';
import { type Journal, preparedBy, readJournal } from '../probe/journal/read-journal.js';
import { type Shard, shardName } from '../probe/journal/shard.js';
import type { Subject } from '../probe/model.js';
import type { Question } from '../probe/plan.js';
import type { Prepared } from '../probe/prepare.js';
import { caution } from '../report/text.js';
import type { Context } from './context.js';
import { complain, say } from './print.js';
import type { ProbeCommandOptions } from './probe-options.js';

/** A run that is written down while it goes on. */
export interface KeptRun {
  readonly writer: JournalWriter;
  /** What an earlier part of it left. */
  readonly ended: Journal | undefined;
  /** What its `setup:` has made already; undefined where that is to be sent. */
  prepared(subjects: readonly Subject[]): Prepared | undefined;
  /** Writes down what `setup:` made. */
  made(prepared: Prepared): void;
}

/** Of a run, what its journal is about. */
export interface KeptQuestion {
  /** The whole question, and not the shard's alone. */
  readonly question: Question;
  readonly shard: Shard | null;
  readonly judged: JudgedBy;
}

/**
 * Begins the journal of a run, or goes on with one. Sends nothing.
 *
 * @returns undefined where none is wanted.
 * @throws {AuthctlError} `CONFIG_INVALID` for a journal that is damaged or of another run, `FILE_EXISTS` for a new one in
 * the place of another; `FILE_UNREADABLE`, `FILE_UNWRITABLE`.
 */
export async function keptRun(
  ctx: Context,
  { journal, resume }: Pick<ProbeCommandOptions, 'journal' | 'resume'>,
  kept: KeptQuestion,
): Promise<KeptRun | undefined> {
  const file = journal ?? resume;
  if (file === undefined) return undefined;
  const lines = linesOf(ctx, kept.question);
  const ended = resume === undefined ? undefined : await endedRun(ctx, resume, lines, kept.shard);
  const writer = new JournalWriter({
    file: await opened(ctx, file, ended?.length),
    redact: (text) => ctx.secrets.redact(text),
    now: ctx.now,
    failed: ({ message }) =>
      complain(ctx, [caution('warning:'), ` the run goes on without its journal: ${message}`]),
  });
  if (ended) writer.goOnAfter(ended.cells);
  else writeHead(writer, lines, kept);
  return {
    writer,
    ended,
    prepared: (subjects) => (ended?.made ? preparedBy(ended.made, subjects) : undefined),
    made: (prepared) => {
      if (!ended?.made) writer.write(madeLine(prepared, lines));
    },
  };
}

/** As they are written: without what is known to be secret. */
const linesOf = (ctx: Context, question: Question): readonly PlanLine[] =>
  Array.from(planLines(question), (line) => JSON.parse(ctx.secrets.redact(JSON.stringify(line))));

function writeHead(writer: JournalWriter, lines: readonly PlanLine[], { shard, judged }: KeptQuestion): void {
  const head = { plan: planDigest(lines), lines: lines.length, shard, judged };
  writer.write({ 'authctl-journal': JOURNAL_FORM, ...head });
  for (const line of lines) writer.write(line);
  writer.flush();
}

async function opened(ctx: Context, file: string, length: number | undefined) {
  try {
    return await ctx.ports.files.openLog(resolve(ctx.cwd, file), length);
  } catch (error) {
    if (!(error instanceof AuthctlError) || error.code !== 'FILE_EXISTS') throw error;
    throw new AuthctlError('FILE_EXISTS', `${file} exists already`, {
      cause: error,
      hint: `go on with that run with --resume ${file}, or name another file`,
    });
  }
}

async function endedRun(
  ctx: Context,
  file: string,
  lines: readonly PlanLine[],
  shard: Shard | null,
): Promise<Journal> {
  const ended = await readJournal(ctx.ports.files.chunks(resolve(ctx.cwd, file)), file);
  const differences = [...shardDifference(ended.shard, shard), ...planDifference(ended.planLines, lines)];
  const [first, ...more] = differences;
  if (first !== undefined) {
    const rest = more.length === 0 ? '' : `, and ${more.length} more`;
    throw new AuthctlError('CONFIG_INVALID', `${file} is the journal of another run: ${first}${rest}`, {
      hint: 'go on with the options and the configuration that it was begun with, or begin anew with --journal FILE',
    });
  }
  if (ended.made && ended.made.withheld.length > 0) {
    throw new AuthctlError(
      'CONFIG_INVALID',
      `the run of ${file} cannot be gone on with: what its setup captured as ${ended.made.withheld.join(', ')} may be secret, and is not kept`,
      { hint: 'begin anew with --journal FILE' },
    );
  }
  if (ended.end?.stopped === null) {
    throw new AuthctlError('USAGE', `the run of ${file} has come to its end`, {
      hint: `see what it found with \`authctl matrix merge ${file}\``,
    });
  }
  say(ctx, `going on with ${file}: ${ended.cells - ended.unvouched.size} answers are kept`);
  return ended;
}

function shardDifference(before: Shard | null, now: Shard | null): readonly string[] {
  const [was, is] = [before, now].map((shard) => (shard ? `shard ${shardName(shard)}` : 'not sharded'));
  return was === is ? [] : [`it is ${was}, this run is ${is}`];
}

/** What stands in a URL is shown in reports anyway; whatever else was captured may be a secret. */
function madeLine({ subjects, variables }: Prepared, lines: readonly PlanLine[]): MadeLine {
  const inPaths = JSON.stringify(lines, (key, value) => (OUTSIDE_PATHS.has(key) ? undefined : value));
  const isShown = (name: string): boolean => inPaths.includes(`{{${name}}}`) || inPaths.includes(`{${name}}`);
  const names = Object.keys(variables);
  return {
    made: {
      owns: Object.fromEntries(subjects.map(({ name, owns }) => [name, owns])),
      variables: Object.fromEntries(names.filter(isShown).map((name) => [name, variables[name] ?? ''])),
      withheld: names.filter((name) => !isShown(name)),
    },
  };
}

/** Parts of a request that no report shows. */
const OUTSIDE_PATHS: ReadonlySet<string> = new Set(['headers', 'body', 'form', 'query', 'request']);
