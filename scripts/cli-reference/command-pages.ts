import type { Argument, Command, Option } from 'commander';
import { commandTree } from '../../src/cli/program.js';
import { createTestContext } from '../../test/support/test-context.js';

/** What is told of one option: how it is written, and what it means with its choices, default and variable. */
export interface OptionLine {
  readonly flags: string;
  readonly means: string;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionLine[];
}

/** Lines of one kind from the text that stands below the options. */
export type Remark =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'prose'; readonly text: string }
  /** As they stand: examples and tables, without the indentation that all of them have. */
  | { readonly kind: 'verbatim'; readonly lines: readonly string[] };

/** All that the command tree knows of one command; of a group of commands, its parts have pages of their own. */
export interface CommandPage {
  /** `['keys', 'generate']`; empty for the program. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** Behind `authctl`. */
  readonly usage: string;
  readonly arguments: readonly OptionLine[];
  readonly groups: readonly OptionGroup[];
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly remarks: readonly Remark[];
}

/** Of the program, of every command, and of every command of a command, in the order of the help. */
export async function commandPages(): Promise<readonly CommandPage[]> {
  const { program, configure } = commandTree(createTestContext());
  const commands = program.createHelp().visibleCommands(program);
  for (const command of commands) await configure(command);
  return [program, ...commands.flatMap((command) => [command, ...command.commands])].map(pageOf);
}

function pageOf(command: Command): CommandPage {
  const help = command.createHelp();
  const line = ({ flags }: Option, means: string): OptionLine => ({ flags, means });
  const groups = new Map<string, OptionLine[]>();
  for (const option of help.visibleOptions(command)) {
    const title = (option.helpGroupHeading ?? 'Options:').replace(/:$/, '');
    groups.set(title, [...(groups.get(title) ?? []), line(option, help.optionDescription(option))]);
  }
  return {
    path: pathOf(command),
    summary: command.parent === null ? 'log in, read tokens, probe access' : command.summary(),
    description: help.commandDescription(command),
    usage: help.commandUsage(command).replace(/^authctl ?/, ''),
    arguments: command.registeredArguments.map((argument: Argument) => ({
      flags: argument.name(),
      means: help.argumentDescription(argument),
    })),
    groups: [...groups].map(([title, options]) => ({ title, options })),
    commands: help
      .visibleCommands(command)
      .map((each) => ({ name: [...pathOf(each)].join(' '), summary: each.summary() })),
    remarks: remarksIn(textBelow(command)),
  };
}

const pathOf = (command: Command): readonly string[] =>
  command.parent === null ? [] : [...pathOf(command.parent), command.name()];

/** What `addHelpText` put below the options. */
function textBelow(command: Command): string {
  let written = '';
  command.configureOutput({
    ...command.configureOutput(),
    writeOut: (text) => {
      written += text;
    },
  });
  command.outputHelp();
  return written.slice(command.helpInformation().length);
}

const remarksIn = (text: string): readonly Remark[] => text.split(/\n\s*\n/).flatMap(remarksOfBlock);

/** Lines of one kind that follow one another are one remark. */
function remarksOfBlock(block: string): readonly Remark[] {
  const runs: { readonly kind: Remark['kind']; readonly lines: string[] }[] = [];
  for (const line of block.split('\n').filter((each) => each.trim() !== '')) {
    const kind = kindOf(line);
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.map(({ kind, lines }): Remark => {
    if (kind === 'verbatim') return { kind, lines: unindented(lines) };
    return { kind, text: lines.join(' ').replace(kind === 'heading' ? /:$/ : '', '') };
  });
}

function kindOf(line: string): Remark['kind'] {
  if (/^\s/.test(line)) return 'verbatim';
  return /^[A-Z][\w ]{2,24}:$/.test(line) ? 'heading' : 'prose';
}

function unindented(lines: readonly string[]): readonly string[] {
  const least = Math.min(...lines.map((line) => /^ */.exec(line)?.[0].length ?? 0));
  return lines.map((line) => line.slice(least));
}
