import { expect, test } from 'vitest';
import { run } from '../../../../src/cli/run.js';
import { createTestContext } from '../../../support/test-context.js';

async function outcome(...argv: readonly string[]) {
  const ctx = createTestContext({ argv });
  return { status: await run(ctx), ...ctx.written };
}

test.for(['bash', 'zsh', 'fish', 'powershell'])(
  '%s: a script that asks the installed authctl',
  async (shell) => {
    const { status, stdout, stderr } = await outcome('completion', shell);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`written by: authctl completion ${shell}\n`);
    expect(stdout).toContain(`authctl __complete ${shell} 2>`);
    expect(stdout).toMatch(/^[\n -~]*$/);
    expect(stdout).not.toContain('undefined');
  },
);

test('PowerShell: what is opened is closed, and nothing is left of the template', async () => {
  const { stdout } = await outcome('completion', 'powershell');
  const bare = stdout.replace(/"[^"\n]*"/g, '');
  const count = (character: string) => bare.split(character).length - 1;
  const pairs = ['()', '{}', '[]'].map(([open = '', close = '']) => count(open) - count(close));
  expect([...pairs, count("'") % 2]).toEqual([0, 0, 0, 0]);
  expect(stdout).toMatch(/^Register-ArgumentCompleter -Native -CommandName authctl -ScriptBlock \{$/m);
  expect(stdout).not.toMatch(/\$\{|\\\$/);
});

test('as JSON', async () => {
  const { stdout } = await outcome('completion', 'fish', '--json');
  expect(JSON.parse(stdout)).toEqual({
    schema: 'authctl/completion@1',
    shell: 'fish',
    script: (await outcome('completion', 'fish')).stdout,
  });
});

test.for([
  {
    argv: ['completion', 'bsh'],
    says: "error: 'bsh' is no value for <shell>\n hint: did you mean 'bash'?",
  },
  { argv: ['completion'], says: "error: missing required argument 'shell'" },
])('$argv', async ({ argv, says }) => {
  const { status, stdout, stderr } = await outcome(...argv);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(says);
});

test('help does not name what the scripts call', async () => {
  expect((await outcome('--help')).stdout).not.toContain('__complete');
});
