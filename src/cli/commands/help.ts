import type { Command } from 'commander';
import { AuthctlError } from '../../errors.js';
import type { CommandEntry } from '../command-entry.js';
import type { Context } from '../context.js';
import { topics } from '../help/topics.js';
import { printText } from '../print.js';

/** `authctl help`: help for a command, or a topic. */
export function configureHelp(command: Command, ctx: Context, commands: readonly CommandEntry[]): void {
  command
    .usage('[command | topic]')
    .argument('[name]', `a command, or one of ${topics.map(({ name }) => name).join(', ')}`)
    .action(async (name: string | undefined) => {
      const program = command.parent as Command;
      if (name === undefined) return program.outputHelp();
      const topic = topics.find((known) => known.name === name);
      if (topic) return printText(ctx, await (await topic.load())({ ctx, commands }));
      if (!program.commands.some((known) => known.name() === name)) {
        throw new AuthctlError('USAGE', `there is no command and no help topic '${name}'`, {
          hint:
            (await meant(name, [...commands, ...topics])) ??
            `\`authctl help\` lists the commands; topics are ${topics.map(({ name: each }) => each).join(', ')}`,
        });
      }
      await program.parseAsync([name, '--help'], { from: 'user' });
    });
}

/** What knows of spelling is loaded for who misspells. */
async function meant(name: string, known: readonly { readonly name: string }[]): Promise<string | undefined> {
  const { didYouMean } = await import('../../nearest.js');
  return didYouMean(
    name,
    known.map((each) => each.name),
  );
}
