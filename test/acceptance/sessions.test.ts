import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isBinary } from '../support/program.js';
import { parseSession, type Step, transcript } from '../support/session-file.js';
import { SessionPlace, type StepResult } from '../support/session-runner.js';
import { inRecordedWords } from '../support/wildcards.js';

/** With `RECORD=1`, what differs is written back into the session's file, to be read before it is committed. */
const record = process.env.RECORD === '1';

const files = readdirSync('test/acceptance', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.session'))
  .map((name) => join('test/acceptance', name))
  .sort();

test('there are recorded sessions', () => {
  expect(files.length).toBeGreaterThan(0);
});

/** What Node.js alone does: the code that V8 compiled is kept. */
const ofNodeOnly = ['test/acceptance/start/compiled-code.session'];
const shown = isBinary ? files.filter((file) => !ofNodeOnly.includes(file)) : files;

test.concurrent.for(shown)('%s', { timeout: 120_000 }, async (file, { expect }) => {
  const text = readFileSync(file, 'utf8');
  const session = parseSession(text);
  const fixtures = join(dirname(file), 'fixtures');
  const place = await SessionPlace.open(session, existsSync(fixtures) ? fixtures : undefined);
  try {
    const results = new Map<Step, StepResult>();
    for (const step of session.steps) {
      const result = asRecorded(step, await place.run(step));
      results.set(step, result);
      if (!showsSecrets(step.command)) {
        const shown = [...result.stdout, ...result.stderr].filter((line) => !line.startsWith('::add-mask::'));
        expect(await place.leaks(step.command, shown), `secrets shown in ${basename(file)}`).toEqual([]);
      }
      if (record) continue;
      const printed = transcript({ command: step.command, ...result });
      expect(printed, `${basename(file)}, line ${step.line}`).toBe(transcript(step));
    }
    if (record) writeFileSync(file, rewritten(text, results));
  } finally {
    await place.close();
  }
});

/** Commands that print a secret because that is what they are for, or what another program does with it. */
const showsSecrets = (command: string): boolean =>
  !/\bauthctl (?:login|logout|status|probe|init|decode|verify|lint|request)\b/.test(command) ||
  /\bauthctl (?:token|issue|forge|keys|serve)\b|\bcat\b/.test(command);

/** A result in the recording's words where these match, wildcards included. */
function asRecorded(step: Step, { stdout, stderr, status }: StepResult): StepResult {
  return {
    stdout: inRecordedWords(step.stdout, stdout),
    stderr: inRecordedWords(step.stderr, stderr),
    status,
  };
}

/** The text of a session's file with what each step printed now. */
function rewritten(text: string, results: ReadonlyMap<Step, StepResult>): string {
  const lines = text.split('\n');
  const output: string[] = [];
  let at = 0;
  for (const [step, result] of results) {
    output.push(...lines.slice(at, step.line - 1).filter((line) => /^[#%@](?: |$)/.test(line)));
    output.push(transcript({ command: step.command, ...result }), '');
    at = step.line;
  }
  return `${output.join('\n').trimEnd()}\n`;
}
