import type { Command } from 'commander';
import { probe } from '../../probe/probe.js';
import { addCanIOptions, type CanIOptions } from '../can-i-options.js';
import type { Context } from '../context.js';
import { runCanI } from '../run-can-i.js';

/** `authctl can-i`: one subject on one route. */
export function configureCanI(command: Command, ctx: Context, run: typeof probe = probe): void {
  command
    .argument('<method>', 'GET, POST, ...')
    .argument('<path>', 'below the API, as it is sent: /articles/2');
  addCanIOptions(command);
  command
    .addHelpText('after', examples)
    .action(async (method: string, path: string, options: CanIOptions) =>
      runCanI(ctx, { method: method.toUpperCase(), path }, options, run),
    );
}

const examples = `
Asks by sending the request, with the controls of \`authctl probe\`: a path that cannot exist, something that the subject
must reach, and the same request without credentials. So POST, PUT, PATCH and DELETE have to be allowed.

Prints yes, no or cannot tell, and ends with 0, 1 or 3.

Examples:
  $ authctl can-i GET /articles
  $ authctl can-i GET /users --as agus
  $ authctl can-i DELETE /articles/2 --as william --allow-delete
  $ authctl can-i GET /articles --as anonymous -q && echo open to everybody`;
