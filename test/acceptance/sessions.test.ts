import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { matches, parseSession, type Step } from '../support/session-file.js';
import { SessionPlace, type StepResult } from '../support/session-runner.js';

/** With `RECORD=1`, what differs is written back into the session's file, to be read before it is committed. */
const record = process.env.RECORD === '1';

const files = readdirSync('test/acceptance', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.session'))
  .map((name) => join('test/acceptance', name))
  .sort();

test('there are recorded sessions', () => {
  expect(files.length).toBeGreaterThan(0);
});

test.concurrent.for(files)('%s', { timeout: 60_000 }, async (file, { expect }) => {
  const session = parseSession(readFileSync(file, 'utf8'));
  const fixtures = join(dirname(file), 'fixtures');
  const place = await SessionPlace.open(session, existsSync(fixtures) ? fixtures : undefined);
  try {
    const results = new Map<Step, StepResult>();
    for (const step of session.steps) {
      const result = await place.run(step);
      results.set(step, result);
      if (record) continue;
      const where = `${basename(file)}:${step.line}: ${step.command}`;
      expect({ place: where, ...asRecorded(step, result) }).toEqual({
        place: where,
        stdout: step.stdout,
        stderr: step.stderr,
        status: step.status,
      });
    }
    if (record) writeFileSync(file, rewritten(readFileSync(file, 'utf8'), results));
  } finally {
    await place.close();
  }
});

/** A result whose streams read as the recorded ones where these match, wildcards included. */
function asRecorded(step: Step, result: StepResult): StepResult {
  return {
    stdout: matches(step.stdout, result.stdout) ? step.stdout : result.stdout,
    stderr: matches(step.stderr, result.stderr) ? step.stderr : result.stderr,
    status: result.status,
  };
}

/** The text of a session's file with what each step printed now. */
function rewritten(text: string, results: ReadonlyMap<Step, StepResult>): string {
  const lines = text.split('\n');
  const output: string[] = [];
  let at = 0;
  for (const [step, result] of results) {
    output.push(...lines.slice(at, step.line - 1).filter((line) => /^[#%@](?: |$)/.test(line)));
    const { stdout, stderr, status } = asRecorded(step, result);
    const [command = '', ...continued] = step.command.split('\n');
    output.push(`$ ${command}`, ...continued.map((line) => `> ${line}`));
    output.push(...stdout.map((line) => (/^[#%@$>!?](?: |$)/.test(line) ? `\\${line}` : line)));
    output.push(...stderr.map((line) => `! ${line}`));
    if (status !== 0) output.push(`? ${status}`);
    output.push('');
    at = step.line;
  }
  return `${output.join('\n').trimEnd()}\n`;
}
