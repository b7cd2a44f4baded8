import { markdownProse } from '../../src/report/markdown.js';
import type { CommandPage, OptionLine, Remark } from './command-pages.js';

const INTRODUCTION = `# The commands of authctl

Written by \`npm run cli-reference\` from the commands themselves; \`authctl <command> --help\` and the manual pages say the
same. Exit codes, variables of the environment, \`authctl.yaml\` and how \`probe\` decides are topics of \`authctl help\`.
`;

/** docs/cli.md: all commands on one page. */
export const markdownReference = (pages: readonly CommandPage[]): string =>
  [INTRODUCTION, ...pages.map(section)].join('\n');

function section(page: CommandPage): string {
  const name = ['authctl', ...page.path].join(' ');
  return [
    `${page.path.length > 1 ? '###' : '##'} ${name}\n`,
    `${prose(page.description)}\n`,
    `\`\`\`text\nauthctl ${page.usage}\n\`\`\`\n`,
    ...table(
      'Commands',
      page.commands.map(({ name: each, summary }) => ({ flags: each, means: summary })),
    ),
    ...table('Arguments', page.arguments),
    ...page.groups.flatMap(({ title, options }) => table(title, options)),
    ...page.remarks.map(remark),
  ].join('\n');
}

function table(title: string, lines: readonly OptionLine[]): readonly string[] {
  if (lines.length === 0) return [];
  const rows = lines.map(({ flags, means }) => `| \`${flags.replaceAll('|', '\\|')}\` | ${cell(means)} |`);
  return [`**${markdownProse(title)}**\n`, ['|   |   |', '|---|---|', ...rows, ''].join('\n')];
}

const prose = (text: string): string => markdownProse(capital(text.replaceAll('\n', ' ')));

const cell = (text: string): string => markdownProse(text.replaceAll('\n', ' '));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function remark(each: Remark): string {
  switch (each.kind) {
    case 'heading':
      return `**${markdownProse(each.text)}**\n`;
    case 'prose':
      return `${markdownProse(each.text)}\n`;
    case 'verbatim':
      return `\`\`\`text\n${each.lines.join('\n')}\n\`\`\`\n`;
  }
}
