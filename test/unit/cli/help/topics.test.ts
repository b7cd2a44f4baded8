import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/cli/context.js';
import { EXAMPLE } from '../../../../src/cli/help/config.js';
import { topics } from '../../../../src/cli/help/topics.js';
import { commandGroups } from '../../../../src/cli/program.js';
import { readConfig } from '../../../../src/config/read.js';

/** As much of a context as building commands and topics reads. */
const contextOf = (columns: number): Context =>
  ({ env: {}, stdout: { columns }, stdin: {}, settings: {}, ports: {} }) as unknown as Context;

const commands = commandGroups.flatMap((group) => group.commands);

async function linesOf(name: string, columns = 80): Promise<readonly string[]> {
  const topic = await topics.find((each) => each.name === name)?.load();
  const text = (await topic?.({ ctx: contextOf(columns), commands })) ?? [];
  return text.map((line) =>
    typeof line === 'string'
      ? line
      : line.map((span) => (typeof span === 'string' ? span : span.text)).join(''),
  );
}

test('every AUTHCTL_ variable that the code names is explained', async () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith(join('help', 'environment.ts')),
  );
  const used = files.flatMap(
    (name) => readFileSync(join('src', name), 'utf8').match(/\bAUTHCTL_[A-Z_]+\b/g) ?? [],
  );
  const explained = (await linesOf('environment')).flatMap(
    (line) => /^ {2}(AUTHCTL_\w+)/.exec(line)?.[1] ?? [],
  );
  expect(new Set(used).size).toBeGreaterThan(5);
  expect([...new Set(used)].filter((name) => !explained.includes(name))).toEqual([]);
  expect(explained).toEqual([...new Set(explained)].toSorted());
});

test('the example of the topic config loads', () => {
  const env = { AGUS_PASSWORD: 'agus-demo', WILLIAM_PASSWORD: 'william-demo' };
  const config = readConfig({ text: EXAMPLE, file: 'authctl.yaml', path: '/authctl.yaml' }, env);
  expect(config.routes).toHaveLength(4);
});

test.for(topics.flatMap(({ name }) => [40, 60, 80, 200].map((columns) => ({ name, columns }))))(
  '$name explains itself on $columns columns',
  async ({ name, columns }) => {
    const lines = await linesOf(name, columns);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  },
);
