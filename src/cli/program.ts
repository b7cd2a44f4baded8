import { Command, type OutputConfiguration } from 'commander';
import { version } from '../version.js';
import { type CommandEntry, type CommandTree, configureCommand } from './command-entry.js';
import type { Context } from './context.js';
import { fittedHelp, helpItem } from './help/narrow.js';
import { applyGlobalOptions, type GlobalOptions } from './settings.js';

interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandEntry[];
}

/** The command tree in the order of `authctl --help`. A command is one line here and one file in `commands/`. */
export const commandGroups: readonly CommandGroup[] = [
  {
    title: 'Sessions:',
    commands: [
      {
        name: 'login',
        summary: 'log a subject in and store the session',
        sends: true,
        load: async () => (await import('./commands/login.js')).configureLogin,
      },
      {
        name: 'logout',
        summary: 'end a session at its server where that is possible, and forget it',
        sends: true,
        load: async () => (await import('./commands/logout.js')).configureLogout,
      },
      {
        name: 'status',
        summary: 'every stored session: subject, role, server, kind, how long it lasts',
        sends: true,
        load: async () => (await import('./commands/status.js')).configureStatus,
      },
      {
        name: 'use',
        summary: 'make a stored session the one that is used where none is named',
        load: async () => (await import('./commands/use.js')).configureUse,
      },
      {
        name: 'token',
        summary: 'print a valid access token',
        sends: true,
        load: async () => (await import('./commands/token.js')).configureToken,
      },
    ],
  },
  {
    title: 'Tokens:',
    commands: [
      {
        name: 'decode',
        summary: 'show what a token says, without checking its signature',
        load: async () => (await import('./commands/decode.js')).configureDecode,
      },
      {
        name: 'verify',
        summary: 'say whether a token is to be believed, and every reason why not',
        sends: true,
        load: async () => (await import('./commands/verify.js')).configureVerify,
      },
      {
        name: 'lint',
        summary: 'what is unwise in a token, each finding with its source',
        sends: true,
        load: async () => (await import('./commands/lint.js')).configureLint,
      },
      {
        name: 'issue',
        summary: 'sign a token',
        load: async () => (await import('./commands/issue.js')).configureIssue,
      },
      {
        name: 'keys',
        summary: 'make keys, publish them, name them, convert them, replace them',
        load: async () => (await import('./commands/keys.js')).configureKeys,
      },
      {
        name: 'forge',
        summary: 'a hostile variant of a token, to test a server with',
        load: async () => (await import('./commands/forge.js')).configureForge,
      },
    ],
  },
  {
    title: 'Access:',
    commands: [
      {
        name: 'request',
        summary: 'call an API as a subject',
        sends: true,
        load: async () => (await import('./commands/request.js')).configureRequest,
      },
      {
        name: 'probe',
        summary: 'which role reaches which route, and whether that is as expected',
        sends: true,
        load: async () => (await import('./commands/probe.js')).configureProbe,
      },
      {
        name: 'can-i',
        summary: 'whether one subject may: yes, no or cannot tell',
        sends: true,
        load: async () => (await import('./commands/can-i.js')).configureCanI,
      },
      {
        name: 'matrix',
        summary: 'questions to recorded access: who reaches what, and what changed',
        load: async () => (await import('./commands/matrix.js')).configureMatrix,
      },
      {
        name: 'init',
        summary: 'write authctl.yaml, from an OpenAPI document or a running server',
        sends: true,
        load: async () => (await import('./commands/init.js')).configureInit,
      },
    ],
  },
  {
    title: 'Server:',
    commands: [
      {
        name: 'serve',
        summary: 'run the bundled authorization server and demo API',
        load: async () => (await import('./commands/serve.js')).configureServe,
      },
      {
        name: 'demo',
        summary: 'the whole story in one command, against a server started for it',
        load: async () => (await import('./commands/demo.js')).configureDemo,
      },
    ],
  },
  {
    title: 'Help:',
    commands: [
      {
        name: 'licenses',
        summary: 'the licences of authctl and of everything inside it',
        load: async () => (await import('./commands/licenses.js')).configureLicenses,
      },
      {
        name: 'help',
        summary: 'help for a command, or on a topic: config, environment, exit-codes, oracle',
        load: async () => {
          const { configureHelp } = await import('./commands/help.js');
          return (command, ctx) => configureHelp(command, ctx, allCommands);
        },
      },
      {
        name: 'completion',
        summary: 'a script that makes bash, zsh, fish or PowerShell complete command lines',
        load: async () => (await import('./commands/completion.js')).configureCompletion,
      },
    ],
  },
];

/** What the scripts of `completion` call. */
const completeLine: CommandEntry = {
  name: '__complete',
  summary: 'what could stand where the cursor is',
  hidden: true,
  load: async () => {
    const { configureCompleteLine } = await import('./commands/complete-line.js');
    return (command, ctx) => configureCompleteLine(command, ctx, () => commandTree(ctx));
  },
};

export const allCommands: readonly CommandEntry[] = commandGroups.flatMap((group) => group.commands);
const entries = new Map([...allCommands, completeLine].map((entry) => [entry.name, entry]));

/** The program with the command that is called; with all of them, by name, where it is none or help is asked for. */
export function buildProgram(ctx: Context): Command {
  const program = bareProgram(ctx);
  const called = entries.get(ctx.argv.find((word) => !isFlag(word)) ?? '');
  if (called && !ctx.argv.slice(0, ctx.argv.indexOf(called.name)).some(asksForHelp))
    addCommand(program, called);
  else addAllCommands(program);
  program.hook('preSubcommand', async (_program, command) => {
    await applyGlobalOptions(ctx, program.opts<GlobalOptions>());
    const entry = entries.get(command.name());
    if (entry) await configureCommand(entry, command, ctx);
  });
  return program;
}

/** The program with all commands by name, and what gives one of them its options. */
export function commandTree(ctx: Context): CommandTree {
  const program = bareProgram(ctx);
  addAllCommands(program);
  return {
    program,
    configure: async (command) => {
      const entry = entries.get(command.name());
      if (entry) await configureCommand(entry, command, ctx);
    },
  };
}

/** Without commands. */
function bareProgram(ctx: Context): Command {
  const program: Command = new Command('authctl')
    .description('Log in to a REST API, read and check its tokens, and prove which role reaches which route.')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'print the version')
    .option('--json', 'print the result as one JSON document')
    .option('-q, --quiet', 'print the result only')
    .option('-v, --verbose', 'narrate what is sent and answered on stderr, secrets masked')
    .option('--no-input', 'never ask; implied in CI and where stdin is no terminal')
    .option('--no-color', 'no colour; NO_COLOR and FORCE_COLOR are obeyed too')
    .option('--ascii', 'ASCII symbols only')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .configureHelp({
      showGlobalOptions: true,
      minWidthToWrap: 20,
      formatItem: helpItem,
      // Those of every command: what is an option of `forge` is none of `forge crack`.
      visibleGlobalOptions: (command) => (command === program ? [] : [...program.options]),
      styleTitle: (title) => title,
    })
    .configureOutput(outputOf(ctx))
    .exitOverride()
    .addHelpText('after', rootHelp);
  return program;
}

/** The program's own options take no value, so that the first other word is the command. */
const isFlag = (word: string): boolean => word.startsWith('-');

const asksForHelp = (word: string): boolean => word === '-h' || word === '--help';

function addCommand(program: Command, { name, summary, hidden = false }: CommandEntry): void {
  program.command(name, { hidden }).summary(summary).description(summary);
}

function addAllCommands(program: Command): void {
  for (const { title, commands } of commandGroups) {
    program.commandsGroup(title);
    for (const entry of commands) addCommand(program, entry);
  }
}

/** Where help goes. What commander says of an error is written by `run`, like every other error. */
function outputOf(ctx: Context): OutputConfiguration {
  return {
    writeOut: (text) =>
      ctx.stdout.write(ctx.stdout.columns === undefined ? text : fittedHelp(text, ctx.stdout.columns)),
    writeErr: (text) => ctx.stderr.write(text),
    outputError: () => undefined,
    getOutHelpWidth: () => ctx.stdout.columns ?? 80,
    getErrHelpWidth: () => ctx.stderr.columns ?? 80,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  };
}

const rootHelp = `
Examples:
  $ authctl demo                                 # the whole story, against a server started for it
  $ authctl serve                                # an authorization server and API to try things on
  $ authctl login --username agus                # log in and store the session
  $ authctl decode                               # what the stored token says
  $ authctl probe                                # which role reaches which route

\`authctl <command> --help\` shows a command's options and examples.
\`authctl help config\`, \`environment\`, \`exit-codes\` and \`oracle\` explain these.`;
