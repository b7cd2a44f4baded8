import type { Command, Option } from 'commander';
import { expect, test } from 'vitest';
import { takesValue } from '../../src/cli/complete/position.js';
import { commandTree } from '../../src/cli/program.js';
import { run } from '../../src/cli/run.js';
import { createTestContext } from '../support/test-context.js';

async function answered(line: string): Promise<string> {
  const ctx = createTestContext({
    argv: ['__complete', 'fish'],
    env: { AUTHCTL_COMPLETE_LINE: line },
    files: { '/project/authctl.yaml': 'roles: [reader]\nroutes: { GET /articles: {} }\n' },
  });
  await run(ctx);
  return ctx.written.stdout;
}

/** Where anything may be written. Whoever adds an option finds out here, and says what completes it or that nothing does. */
const FREE = new Set(
  `address audience i/n claim,... definition field headers host id level line name name=text name=value name,... nonce
   number n path percent place pointer port rule scheme scope scope,... scopes seconds tag text time type uri url values
   variable what word words list`.split(/\s+/),
);

async function everyOption(): Promise<readonly { readonly place: string; readonly option: Option }[]> {
  const { program, configure } = commandTree(createTestContext());
  const options = (command: Command, path: readonly string[]): { place: string; option: Option }[] => [
    ...command.options.filter(takesValue).map((option) => ({ place: path.join(' '), option })),
    ...command.commands.flatMap((each) => options(each, [...path, each.name()])),
  ];
  for (const command of program.commands) await configure(command);
  return options(program, []);
}

test('every option with choices completes all of them, and every other one files, names, or what is free', async () => {
  const wrong: string[] = [];
  for (const { place, option } of await everyOption()) {
    const line = `authctl ${place} ${option.long} `;
    const answer = await answered(line);
    const words = answer
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((each) => each.split('\t')[0]);
    const placeholder = /[<[](.*)[>\]]$/.exec(option.flags)?.[1] ?? '';
    const isRight = option.argChoices
      ? JSON.stringify(words) === JSON.stringify(option.argChoices)
      : words.length > 0 || answer.startsWith('path') || FREE.has(placeholder);
    if (!isRight) wrong.push(`${line}<${placeholder}>`);
  }
  expect(wrong).toEqual([]);
});
