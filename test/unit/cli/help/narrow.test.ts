import { expect, test } from 'vitest';
import { allCommands } from '../../../../src/cli/program.js';
import { run } from '../../../../src/cli/run.js';
import { createTestContext } from '../../../support/test-context.js';

/** What a terminal of that many columns is shown. */
async function shown(columns: number, ...argv: readonly string[]): Promise<readonly string[]> {
  const ctx = createTestContext({ argv });
  const stdout = { ...ctx.stdout, isTTY: true, columns };
  expect(await run({ ...ctx, stdout })).toBe(0);
  return ctx.written.stdout.split('\n');
}

/** Commands to be copied, and what stands beside them, are not broken; neither is a heading, nor a single word. */
const mayBeLong = (line: string): boolean =>
  /^ +(?:\$|or|with|source|authctl|[\w-]+ {2,})/.test(line) ||
  line.endsWith(':') ||
  !line.trim().includes(' ');

test.for([40, 60, 80])('no help is wider than %d columns', async (columns) => {
  const wide: string[] = [];
  for (const { name } of allCommands) {
    const lines = await shown(columns, name, '--help');
    wide.push(
      ...lines.filter((line) => line.length > columns && !mayBeLong(line)).map((line) => `${name}: ${line}`),
    );
  }
  expect(wide).toEqual([]);
});

test.for([40, 60, 80])('no topic but its examples is wider than %d columns', async (columns) => {
  for (const topic of ['exit-codes', 'environment', 'oracle']) {
    const lines = await shown(columns, 'help', topic);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  }
});

test('where there is no room for two columns, what an option means stands below it', async () => {
  const lines = await shown(40, 'logout', '--help');
  const at = lines.indexOf('  --client-cert <file>');
  expect(lines.slice(at, at + 3)).toEqual([
    '  --client-cert <file>',
    '      certificate (PEM) to show to',
    '      servers (env: AUTHCTL_CLIENT_CERT)',
  ]);
});

test('in a pipe help is as long as it is', async () => {
  const ctx = createTestContext({ argv: ['token', '--help'] });
  await run(ctx);
  expect(ctx.written.stdout).toContain(
    '\nThe token in AUTHCTL_TOKEN, or in the file that AUTHCTL_TOKEN_FILE names, comes before the stored sessions.\n',
  );
});
