import { type Command, Option } from 'commander';
import { ruleListRenderer, ruleRenderer } from '../../report/lint-rules.js';
import { PROFILES } from '../../token/lint/profile.js';
import { rules } from '../../token/lint/registry.js';
import { SEVERITIES } from '../../token/lint/severity.js';
import type { Context } from '../context.js';
import { emit } from '../emit.js';
import { addKeySources } from '../key-options.js';
import { knownRule } from '../lint-settings.js';
import { type LintFlags, runLint } from '../run-lint.js';

interface Flags extends LintFlags {
  readonly list?: boolean;
  readonly explain?: string;
}

const each = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const ids = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...value.split(',').map((id) => id.trim()),
];

/** `authctl lint`: what is unwise in a token, each finding with what to change and where that is written. */
export function configureLint(command: Command, ctx: Context, run = runLint): void {
  addKeySources(command)
    .option('--issuer <url>', 'whom it must be from; its metadata and its keys are judged as well')
    .option('--audience <name>', 'whom it must be meant for')
    .argument(
      '[token...]',
      'a token, `-` for stdin, or `@file`; default: piped stdin, else the stored session',
    )
    .option('--as <name>', 'the stored session whose token to judge')
    .option('--lines', 'one token a line, on stdin or in each file; those that are none are passed over')
    .addOption(
      new Option('--which <kind>', 'the token of a token response').choices(['access', 'id', 'refresh']),
    )
    .addOption(new Option('--profile <kind>', 'what the token is; default: recognised').choices(PROFILES))
    .option('--disable <ids>', 'leave these rules out: id[,id]; repeatable', ids, [])
    .option('--severity <id=level>', 'another severity for a rule; repeatable', each, [])
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 for findings from here on')
        .choices([...SEVERITIES, 'never'])
        .default('high'),
    )
    .option('--baseline <file>', 'accept the findings that this file lists')
    .option('--update-baseline', 'write the findings into the baseline file')
    .option('--report <format[=file]>', 'sarif, junit, json or markdown; repeatable', each, [])
    .option('--config <file>', 'default: authctl.yaml, from here upwards; its `lint:` sets rules')
    .option('--list', 'list all rules, and judge nothing')
    .option('--explain <id>', 'explain one rule, and judge nothing')
    .addHelpText('after', examples)
    .action(async (sources: readonly string[], flags: Flags) => {
      if (flags.list) emit(ctx, ruleListRenderer, rules);
      else if (flags.explain !== undefined) emit(ctx, ruleRenderer, knownRule(flags.explain, '--explain'));
      else await run(ctx, sources, flags);
    });
}

const examples = `
Nothing is verified: \`authctl verify\` does that. Every rule names where it is written; \`--explain\` shows one.

Examples:
  $ authctl lint                                          # the token of the stored session
  $ authctl lint @token.jwt --profile access-token        # a JWT access token as RFC 9068 wants it
  $ authctl lint --disable kid.missing --severity aud.missing=critical
  $ authctl lint --baseline lint.json --update-baseline   # accept what is there today, fail on what comes
  $ authctl lint @token.jwt --report sarif=lint.sarif --report markdown
  $ authctl lint --issuer https://login.example.com       # what the issuer publishes, and the stored token
  $ authctl lint --jwks jwks.json @token.jwt              # keys too, before they are published
  $ grep -o 'eyJ[^" ]*' app.log | authctl lint --lines    # tokens together: what only a comparison shows
  $ authctl lint --explain alg.none`;
