import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** The manual pages, read by programs that nobody here wrote. */
const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
const pages = readdirSync('man').map((name) => `man/${name}`);

describe.skipIf(!has('mandoc'))('mandoc', () => {
  test('finds nothing wrong; that no date is named is on purpose: it would change what is written', () => {
    const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', ...pages], { encoding: 'utf8' });
    const found = stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date'));
    expect(found).toEqual([]);
  });
});

describe.skipIf(!has('groff'))('groff', () => {
  test('reads every page without a warning', () => {
    const { stderr, status } = spawnSync('groff', ['-man', '-ww', '-z', ...pages], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('shows dashes, quotes and braces as they are to be typed', () => {
    const { stdout } = spawnSync('groff', ['-man', '-Tutf8', '-P-cbou', 'man/authctl-matrix-who-can.1'], {
      encoding: 'utf8',
    });
    expect(stdout).toContain("$ authctl matrix who-can 'DELETE /articles/{id}'\n");
    expect(stdout).toContain('--matrix <file>\n');
  });
});
