import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellLines } from '../../../src/report/shell-lines.js';

const command = `curl -sS -X GET -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:4455/users?name=a b'`;

test('a command that fits stays on its line', () => {
  expect(shellLines(command, 200, 2)).toEqual([`  ${command}`]);
});

test('a long one is continued between its words, options with their values', () => {
  expect(shellLines(command, 50, 2)).toEqual([
    '  curl -sS -X GET \\',
    '    -H "Authorization: Bearer $TOKEN" \\',
    "    'http://127.0.0.1:4455/users?name=a b'",
  ]);
});

test('a quote that is never closed leaves the line as it is', () => {
  expect(shellLines(`curl 'a b`, 4, 0)).toEqual([`curl 'a b`]);
});

const shellWord = fc
  .string({ unit: fc.constantFrom('a', '-', ' ', '"', '$', '\\', '/'), minLength: 1, maxLength: 12 })
  .map((word) => `'${word}'`);

test('a shell reads the same words from it', () => {
  const argumentsOf = (script: string): string =>
    execFileSync('sh', ['-c', `printf '[%s]' ${script}`], { encoding: 'utf8' });
  fc.assert(
    fc.property(
      fc.array(shellWord, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 6, max: 40 }),
      (words, width) => {
        const whole = words.join(' ');
        expect(argumentsOf(shellLines(whole, width, 2).join('\n').trimStart())).toBe(argumentsOf(whole));
      },
    ),
    { numRuns: 30 },
  );
});
