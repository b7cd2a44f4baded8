import { Command } from 'commander';
import { strong, type Text } from '../../report/text.js';
import { wrap } from '../../report/wrap.js';
import { configureCommand } from '../command-entry.js';
import { type Entry, twoColumns } from './columns.js';
import type { TopicSources } from './topic.js';

/** Variables that stand for no option, or for more than one option says. */
const BEYOND_OPTIONS: readonly Entry[] = [
  {
    term: 'AUTHCTL_CLIENT_SECRET',
    meaning: 'secret of the OAuth client (login, verify --introspect)',
  },
  { term: 'AUTHCTL_API_KEY', meaning: 'API key for login --flow api-key' },
  { term: 'AUTHCTL_COMPLETE_BREAKS', meaning: 'where bash breaks that line into words' },
  { term: 'AUTHCTL_COMPLETE_LINE', meaning: 'the line that a script of completion asks about; no setting' },
  { term: 'AUTHCTL_HOME', meaning: 'folder for sessions, settings and keys; default: those of the platform' },
  { term: 'AUTHCTL_INITIAL_ACCESS_TOKEN', meaning: 'what a server wants for login --register (RFC 7591)' },
  {
    term: 'AUTHCTL_PASSPHRASE',
    meaning:
      'passphrase of the file that sessions are in; where there is no file yet, one is made that is encrypted',
  },
  { term: 'AUTHCTL_PASSWORD', meaning: 'password for login' },
  { term: 'AUTHCTL_REFRESH_TOKEN', meaning: 'refresh token for login --flow refresh' },
  { term: 'AUTHCTL_SERVER', meaning: 'the server, where a command line names none' },
  {
    term: 'AUTHCTL_STORAGE',
    meaning: 'how sessions are kept: file, encrypted-file, keyring; memory: they end with the command',
  },
  { term: 'AUTHCTL_TOKEN', meaning: 'an access token that stands in for the stored session' },
  { term: 'AUTHCTL_TOKEN_FILE', meaning: 'a file that holds such a token' },
];

/** Conventions of the field that authctl obeys. */
const CONVENTIONS: readonly Entry[] = [
  { term: 'NO_COLOR', meaning: 'no colour, whatever its value (no-color.org)' },
  { term: 'FORCE_COLOR', meaning: 'colour even where the output is no terminal; 0 for none' },
  { term: 'TERM', meaning: 'dumb: no colour' },
  { term: 'LC_ALL, LC_CTYPE, LANG', meaning: 'without UTF-8: ASCII symbols only' },
  {
    term: 'NODE_DISABLE_COMPILE_CACHE',
    meaning: 'if set: compiled code is not kept in the cache folder, so that commands start slower',
  },
  { term: 'CI', meaning: 'never ask, as with --no-input' },
];

/** `authctl help environment`, read from the options of every command. */
export async function environmentTopic({ ctx, commands }: TopicSources): Promise<Text> {
  const width = ctx.stdout.columns ?? 80;
  const entries = await variables({ ctx, commands });
  const indented = (list: readonly Entry[]) =>
    twoColumns(
      list.map(({ term, meaning }) => ({ term: `  ${term}`, meaning })),
      width,
    );
  return [
    [strong('Environment')],
    '',
    ...wrap('A flag wins over its variable, a variable over authctl.yaml.', width),
    '',
    ...indented(entries),
    '',
    [strong('Conventions')],
    '',
    ...indented(CONVENTIONS),
  ];
}

/** Everything that is told of the environment, for the manual. */
export const environmentEntries = async (sources: TopicSources): Promise<readonly Entry[]> => [
  ...(await variables(sources)),
  ...CONVENTIONS,
];

/** Those of authctl, in the order of their names. */
async function variables(sources: TopicSources): Promise<readonly Entry[]> {
  const told = new Set(BEYOND_OPTIONS.map(({ term }) => term));
  const options = (await optionVariables(sources)).filter(({ term }) => !told.has(term));
  return [...BEYOND_OPTIONS, ...options].toSorted((one, other) => (one.term < other.term ? -1 : 1));
}

interface Use {
  readonly meaning: string;
  readonly commands: readonly string[];
}

/** The variables of options, each with the commands that take it. */
async function optionVariables({ ctx, commands }: TopicSources): Promise<readonly Entry[]> {
  const uses = new Map<string, Use>();
  for (const entry of commands) {
    const { name } = entry;
    const command = new Command(name);
    await configureCommand(entry, command, ctx);
    for (const { envVar, description, long } of command.options) {
      if (envVar === undefined) continue;
      const use = uses.get(envVar) ?? { meaning: `${long}: ${description}`, commands: [] };
      uses.set(envVar, { ...use, commands: [...use.commands, name] });
    }
  }
  return [...uses].map(([term, { meaning, commands: takers }]) => ({
    term,
    meaning: `${meaning} (${takers.join(', ')})`,
  }));
}
