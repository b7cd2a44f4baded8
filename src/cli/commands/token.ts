import { type Command, Option } from 'commander';
import { tokenOf } from '../../session/token.js';
import type { Context } from '../context.js';
import { printSecret } from '../print.js';
import { sessionOf } from '../session-of.js';

interface TokenOptions {
  readonly as?: string;
  readonly role?: string;
}

/** `authctl token`: print a valid access token and nothing else. */
export function configureToken(command: Command, ctx: Context, run: typeof tokenOf = tokenOf): void {
  command
    .addOption(new Option('--as <name>', 'which session; default: the current one').env('AUTHCTL_AS'))
    .addOption(new Option('--role <role>', 'a session of this role').env('AUTHCTL_ROLE'))
    .addHelpText('after', examples)
    .action(async ({ as, role }: TokenOptions) => {
      printSecret(ctx, run(await sessionOf(ctx, { as, role }), ctx.now()));
    });
}

const examples = `
The token in AUTHCTL_TOKEN, or in the file that AUTHCTL_TOKEN_FILE names, comes before the stored sessions.

Examples:
  $ curl -H "Authorization: Bearer $(authctl token)" http://127.0.0.1:4455/articles
  $ authctl token --role reader | authctl decode`;
