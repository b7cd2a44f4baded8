import { expect, test } from 'vitest';
import { progressLine } from '../../../src/cli/probe-progress.js';
import { createTestContext } from '../../support/test-context.js';

const ERASE = '\r\u001b[2K';

function terminal(
  change: { readonly isTTY?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const ctx = createTestContext({ env: change.env ?? {} });
  let now = 1_000;
  const context = { ...ctx, now: () => now, stderr: { ...ctx.stderr, isTTY: change.isTTY ?? true } };
  return {
    line: progressLine(context),
    after: (seconds: number) => {
      now = 1_000 + seconds;
    },
    written: () => ctx.written.stderr,
  };
}

test('a run that takes its time says how far it is and how long it will take; then the line is gone', () => {
  const { line, after, written } = terminal();
  line.update?.(1, 200);
  expect(written()).toBe('');
  after(10);
  line.update?.(50, 200);
  after(40);
  line.update?.(200, 200);
  line.clear();
  expect(written()).toBe(
    `${ERASE}50 of 200 cells (25 %), about 30 seconds left${ERASE}200 of 200 cells (100 %)${ERASE}`,
  );
});

test.for([{ isTTY: false }, { env: { CI: 'true' } }])('nothing with %o', (change) => {
  const { line, written } = terminal(change);
  expect(line.update).toBeUndefined();
  line.clear();
  expect(written()).toBe('');
});
