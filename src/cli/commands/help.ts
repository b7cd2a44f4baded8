import type { Command } from 'commander';
import { AuthctlError } from '../../errors.js';
import { strong, type Text } from '../../report/text.js';
import type { Context } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import { printText } from '../print.js';

const topics: Readonly<Record<string, () => Text>> = {
  'exit-codes': () => [
    [strong('Exit codes')],
    '',
    ...Object.values(exitCodes).map(({ status, means }) => `  ${String(status).padStart(3)}  ${means}`),
  ],
};

/** `authctl help`: help for a command, or a topic. */
export function configureHelp(command: Command, ctx: Context): void {
  command
    .usage('[command | topic]')
    .argument('[name]', `a command, or one of ${Object.keys(topics).join(', ')}`)
    .action(async (name: string | undefined) => {
      const program = command.parent as Command;
      if (name === undefined) return program.outputHelp();
      const topic = topics[name];
      if (topic) return printText(ctx, topic());
      if (!program.commands.some((known) => known.name() === name)) {
        throw new AuthctlError('USAGE', `there is no command and no help topic '${name}'`, {
          hint: '`authctl help` lists the commands',
        });
      }
      await program.parseAsync([name, '--help'], { from: 'user' });
    });
}
