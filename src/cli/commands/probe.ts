import type { Command } from 'commander';
import { probe } from '../../probe/probe.js';
import type { Context } from '../context.js';
import { addProbeOptions, type ProbeCommandOptions } from '../probe-options.js';
import { runProbe } from '../run-probe.js';

/** `authctl probe`: which role reaches which route, and whether that is as expected. */
export function configureProbe(command: Command, ctx: Context, run: typeof probe = probe): void {
  addProbeOptions(command);
  command
    .addHelpText('after', examples)
    .action(async (options: ProbeCommandOptions) => runProbe(ctx, options, run));
}

const examples = `
Subjects are those of authctl.yaml, else the stored sessions of one server; a caller without credentials comes along.
Routes are those of the API's description and of authctl.yaml. Only GET and HEAD are sent.

Ends with 0 when everything is as expected, 1 when access differs, 3 when something could not be found out.

A --report without a file takes the place of the text. In GitHub Actions \`--report markdown\` is added to the page of the
job ($GITHUB_STEP_SUMMARY), and annotations of \`--report github\` go to standard error: the text stays.

Examples:
  $ authctl probe                                      # every stored session, and an anonymous caller
  $ authctl probe --role reader                        # which routes a reader reaches
  $ authctl probe --only 'GET /articles*' --dry-run    # the plan; nothing is sent
  $ authctl probe --config authctl.yaml --report junit=access.xml --report html=access.html
  $ authctl probe --api https://api.example.com --target api.example.com --openapi openapi.yaml`;
