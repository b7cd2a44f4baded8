import { CommanderError } from 'commander';
import { AuthctlError } from '../errors.js';
import { faint, type Line, type Text } from '../report/text.js';
import type { Context } from './context.js';
import { type ExitName, exitCodes, exitOfError } from './exit-codes.js';
import { complain, printJson } from './print.js';
import { buildProgram } from './program.js';

/** Parses, runs, and turns whatever happened into an exit status. Never throws. */
export async function run(ctx: Context): Promise<number> {
  const exit = await ended(ctx, () => called(ctx));
  // What cannot be written at the end makes a failure of a success, and leaves a failure what it is.
  const closed = await ended(ctx, async () => {
    for (const close of ctx.closing.splice(0)) await close();
    return exit;
  });
  return exitCodes[exit === 'ok' ? closed : exit].status;
}

async function ended(ctx: Context, attempt: () => Promise<ExitName>): Promise<ExitName> {
  try {
    return await attempt();
  } catch (thrown) {
    return report(ctx, thrown);
  }
}

async function called(ctx: Context): Promise<ExitName> {
  const program = buildProgram(ctx);
  if (ctx.argv.length === 0) program.outputHelp();
  else await program.parseAsync(ctx.argv, { from: 'user' });
  return interruption(ctx) ?? ctx.outcome;
}

/** The exit of a run that a signal ended, whatever the command had found until then. */
function interruption(ctx: Context): ExitName | undefined {
  if (!ctx.signal.aborted) return undefined;
  return ctx.signal.reason === 'SIGTERM' ? 'terminated' : 'interrupted';
}

async function report(ctx: Context, thrown: unknown): Promise<ExitName> {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 'ok';
  const interrupted = interruption(ctx);
  if (interrupted) {
    complain(ctx, 'interrupted');
    return interrupted;
  }
  const error = await asAuthctlError(thrown);
  const exit = exitOfError[error.code];
  complain(ctx, ...describe(error));
  if (error.code === 'DEFECT') complain(ctx, ...stackOf(thrown));
  else if (ctx.settings.verbose) complain(ctx, ...causesOf(error));
  if (ctx.settings.json) printJson(ctx, errorDocument(error, exit));
  return exit;
}

async function asAuthctlError(thrown: unknown): Promise<AuthctlError> {
  if (thrown instanceof AuthctlError) return thrown;
  if (thrown instanceof CommanderError) return (await import('./usage-error.js')).usageError(thrown);
  return new AuthctlError(
    'DEFECT',
    `authctl failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    {
      cause: thrown,
      hint: 'this is a defect of authctl; please report it with the lines below',
    },
  );
}

/** How many mistakes of one file are shown; `--json` has them all. */
const MOST_MISTAKES = 20;

/** The failure and its hint, then the other mistakes of the same file in the same form. */
function describe(error: AuthctlError): Text {
  const more = error.also.length + 1 - MOST_MISTAKES;
  const rest: Text = more > 0 ? [[faint(`and ${more} more`)]] : [];
  return [
    ...[error, ...error.also].slice(0, MOST_MISTAKES).flatMap(({ message, at, hint }): Text => {
      const place = at ? `${at.file}:${at.line}:${at.column}: ` : '';
      const said: Line = [{ text: 'error:', style: 'bad' }, ` ${place}${message}`];
      return hint ? [said, [{ text: ' hint:', style: 'faint' }, ` ${hint}`]] : [said];
    }),
    ...rest,
  ];
}

/** What lies below a failure that was foreseen, without the places in the code: they tell a user nothing. */
function causesOf({ cause }: Error): Text {
  if (!(cause instanceof Error)) return [];
  return [[faint(`caused by ${cause.name}: ${cause.message}`)], ...causesOf(cause)];
}

function stackOf(thrown: unknown): Text {
  if (!(thrown instanceof Error)) return [];
  const lines = (thrown.stack ?? '').split('\n').slice(1);
  return [...lines.map((line) => [faint(line)]), ...(thrown.cause ? causeOf(thrown.cause) : [])];
}

function causeOf(cause: unknown): Text {
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return [[faint(`caused by ${said}`)], ...stackOf(cause)];
}

function errorDocument(error: AuthctlError, exit: ExitName): object {
  return {
    schema: 'authctl/error@1',
    code: error.code,
    message: error.message,
    hint: error.hint ?? null,
    at: error.at ?? null,
    also: error.also.map(({ message, hint, at }) => ({ message, hint: hint ?? null, at })),
    exit: exitCodes[exit].status,
  };
}
