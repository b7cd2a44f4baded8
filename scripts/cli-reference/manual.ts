import { exitCodes } from '../../src/cli/exit-codes.js';
import type { Entry } from '../../src/cli/help/columns.js';
import { version } from '../../src/version.js';
import type { CommandPage, OptionLine, Remark } from './command-pages.js';

/** What only the page of the program itself tells. */
export interface ProgramFacts {
  /** Variables of the environment. */
  readonly environment: readonly Entry[];
}

/** `authctl-keys-generate` */
export const manualName = ({ path }: CommandPage): string => ['authctl', ...path].join('-');

/** A manual page in man(7), of section 1. */
export function manualPage(page: CommandPage, facts: ProgramFacts): string {
  const isProgram = page.path.length === 0;
  const name = manualName(page);
  return [
    `.\\" Written by: npm run cli-reference`,
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 "" "authctl ${version}" "Manual of authctl"`,
    '.SH NAME',
    `${roff(name)} \\- ${roff(page.summary)}`,
    '.SH SYNOPSIS',
    `.B ${roff(['authctl', ...page.path].join(' '))}`,
    roff(page.usage.split(' ').slice(page.path.length).join(' ')),
    '.SH DESCRIPTION',
    roff(sentence(page.description)),
    ...section(
      'COMMANDS',
      page.commands.map(({ name: each, summary }) => tagged(commandEntry(each, summary))),
    ),
    ...section('ARGUMENTS', page.arguments.map(tagged)),
    ...page.groups.flatMap(({ title, options }) => section(title.toUpperCase(), options.map(tagged))),
    ...(isProgram ? [] : ['.PP', `Options of every command are in\n.BR authctl (1).`]),
    ...remarks(page.remarks),
    ...(isProgram ? programSections(facts) : []),
    '.SH SEE ALSO',
    ...seeAlso(page),
    '',
  ].join('\n');
}

const commandEntry = (name: string, summary: string): OptionLine => ({
  flags: `authctl-${name.replaceAll(' ', '-')}(1)`,
  means: summary,
});

function programSections({ environment }: ProgramFacts): readonly string[] {
  return [
    ...section(
      'EXIT STATUS',
      Object.values(exitCodes).map(({ status, means }) => tagged({ flags: String(status), means })),
    ),
    ...section(
      'ENVIRONMENT',
      environment.map(({ term, meaning }) => tagged({ flags: term, means: meaning })),
    ),
    ...section('FILES', FILES.map(tagged)),
  ];
}

const FILES: readonly OptionLine[] = [
  {
    flags: 'authctl.yaml',
    means: 'the configuration, from the working folder upwards; `authctl help config`',
  },
  { flags: 'access.matrix', means: 'the access that `authctl probe --update` recorded' },
  { flags: '~/.config/authctl/sessions.json', means: 'the stored sessions, mode 0600' },
  { flags: '~/.local/share/authctl', means: "the bundled server's keys" },
  { flags: '~/.cache/authctl', means: 'fetched key sets, and compiled code' },
];

function seeAlso({ path, commands }: CommandPage): readonly string[] {
  const above = path.length === 0 ? [] : [['authctl', ...path.slice(0, -1)].join('-')];
  const below = commands.map(({ name }) => `authctl-${name.replaceAll(' ', '-')}`);
  const names = [...(path.length > 1 ? ['authctl'] : []), ...above, ...below];
  return names.map((name, at) => `.BR ${roff(name)} (1)${at < names.length - 1 ? ',' : ''}`);
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`.SH "${roff(title)}"`, ...lines];

const tagged = ({ flags, means }: OptionLine): string => `.TP\n.B ${roff(flags)}\n${roff(means)}`;

function remarks(all: readonly Remark[]): readonly string[] {
  const [first] = all;
  return [
    ...(first === undefined || first.kind === 'heading' ? [] : ['.SH NOTES']),
    ...all.flatMap((each, at) => {
      if (each.kind === 'heading') return [`.SH "${roff(each.text.toUpperCase())}"`];
      // Behind a heading a paragraph begins by itself.
      const begin = at === 0 || all[at - 1]?.kind === 'heading' ? [] : ['.PP'];
      if (each.kind === 'prose') return [...begin, roff(each.text)];
      return [...begin, '.RS 2', '.nf', ...each.lines.map(roff), '.fi', '.RE'];
    }),
  ];
}

/** As roff shows it: no line of it is a request, and dashes and quotes stay what they are. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/^\./gm, '\\&.');
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.endsWith('.') ? capital : `${capital}.`;
}
