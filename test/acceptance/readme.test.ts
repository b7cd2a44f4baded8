import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { type ConsoleStep, consoleSessions } from '../support/console-blocks.js';
import { SessionPlace } from '../support/session-runner.js';
import { inRecordedWords } from '../support/wildcards.js';

/** The documents whose terminal blocks are promises. */
const documents = [
  'README.md',
  ...(existsSync('docs') ? readdirSync('docs', { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].filter((name) => existsSync(name));

const sessions = documents.flatMap((file) =>
  consoleSessions(readFileSync(file, 'utf8')).map((session) => ({ ...session, file })),
);

test('the documents that are here were read', ({ expect }) => {
  expect(sessions.length).toBeGreaterThanOrEqual(existsSync('README.md') ? 1 : 0);
});

test.concurrent.for(sessions)('$file:$line', { timeout: 120_000 }, async (session, { expect }) => {
  const place = await SessionPlace.open(session);
  try {
    for (const command of session.preparation) await place.run({ command, now: session.steps[0]?.now });
    let status = 0;
    for (const [at, step] of session.steps.entries()) {
      const where = `${session.file}, line ${step.line}`;
      const result = await place.run({ ...step, command: inTerminal(step.command, status) });
      status = result.status;
      expect(asShown(step, result.stdout), where).toBe(asShown(step, step.shown));
      if (session.steps[at + 1]?.command !== 'echo $?') expect(status, `${where}: exit status`).toBe(0);
    }
  } finally {
    await place.close();
  }
});

/** The command with both streams on one, as a terminal shows them, and with `$?` of the command before it. */
const inTerminal = (command: string, status: number): string => `exec 2>&1\n(exit ${status})\n${command}`;

const asShown = ({ command, shown }: ConsoleStep, printed: readonly string[]): string =>
  [`$ ${command}`, ...inRecordedWords(shown, printed)].join('\n');
