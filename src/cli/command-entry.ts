import type { Command } from 'commander';
import type { Context } from './context.js';

/** Gives a command its arguments, options and action. */
export type Configure = (command: Command, ctx: Context) => void;

/** A command as the command tree knows it: enough for `--help`; the rest is imported when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Whether it sends requests: then it has the options that say how. */
  readonly sends?: true;
  /** Not for people: no help names it. */
  readonly hidden?: boolean;
  readonly load: () => Promise<Configure>;
}

/** Imports a command, and gives it all of its options. */
export async function configureCommand(
  { load, sends }: CommandEntry,
  command: Command,
  ctx: Context,
): Promise<void> {
  (await load())(command, ctx);
  if (sends) (await import('./transport-options.js')).addTransportOptions(command, ctx);
}

/** The program with all commands by name; a command has its options once it is configured. */
export interface CommandTree {
  readonly program: Command;
  configure(command: Command): Promise<void>;
}
