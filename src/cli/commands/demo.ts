import type { Command } from 'commander';
import { type DemoPorts, demo } from '../../demo/demo.js';
import { answerOf } from '../../probe/probe.js';
import { demoRenderer } from '../../report/demo.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import type { ExitName } from '../exit-codes.js';

const exits = { yes: 'ok', no: 'no', unknown: 'unknown' } as const satisfies Record<string, ExitName>;

/** `authctl demo`: the whole story in one command. */
export function configureDemo(command: Command, ctx: Context, run = demo): void {
  command
    .description(
      'Start the bundled server on a free port, log in a reader, an editor and an admin, read and verify a token,\n' +
        'ask every route as every role, and log out of a cookie session and of a token. Nothing is left behind.',
    )
    .addHelpText('after', '\nExamples:\n  $ authctl demo\n  $ authctl demo --json | jq .access.summary')
    .action(async () => {
      const story = await run(await portsOf(ctx));
      emit(ctx, demoRenderer, story, exits[answerOf(story.access)]);
    });
}

async function portsOf({ ports, now, signal }: Context): Promise<DemoPorts> {
  return { http: await ports.http(), now, signal, sleep: ports.sleep, randomId: ports.randomId };
}
