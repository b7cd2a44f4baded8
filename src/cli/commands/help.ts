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
          hint: `\`authctl help\` lists the commands; topics are ${topics.map(({ name: each }) => each).join(', ')}`,
        });
      }
      await program.parseAsync([name, '--help'], { from: 'user' });
    });
}
