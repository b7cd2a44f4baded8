import { expect, test } from 'vitest';
import type { Context } from '../../../src/cli/context.js';
import { requestProgress } from '../../../src/cli/request-progress.js';

/** A terminal whose seconds pass when the test says so. */
function place(changes: { readonly isTTY?: boolean; readonly env?: object; readonly quiet?: boolean } = {}) {
  const written: string[] = [];
  let tick = (): void => undefined;
  const context = {
    stderr: { isTTY: changes.isTTY ?? true, write: (text: string) => written.push(text) },
    settings: { quiet: changes.quiet ?? false, verbose: false },
    env: changes.env ?? {},
    ports: {
      sleep: (_ms: number, signal: AbortSignal) =>
        new Promise<void>((done) => {
          tick = done;
          signal.addEventListener('abort', () => done());
        }),
    },
  } as unknown as Context;
  const second = async () => {
    tick();
    await new Promise((done) => setImmediate(done));
  };
  return { context, written, second };
}

test('after a second it says whom it waits for, then what came; at the end the line is gone', async () => {
  const { context, written, second } = place();
  const progress = requestProgress(context, 'api.example');
  const sink = progress.watched(() => 'more');
  await second();
  await sink(new Uint8Array(2048));
  await second();
  await progress.stop();
  expect(written).toEqual([
    '\r\u001b[2Kwaiting for api.example, 1 s',
    '\r\u001b[2K2.0 KiB received, 2 s',
    '\r\u001b[2K',
  ]);
});

test.for([
  { title: 'within a second', world: {}, seconds: 0 },
  { title: 'in a pipe', world: { isTTY: false }, seconds: 2 },
  { title: 'in CI', world: { env: { CI: 'true' } }, seconds: 2 },
  { title: 'with --quiet', world: { quiet: true }, seconds: 2 },
])('$title nothing is drawn', async ({ world, seconds }) => {
  const { context, written, second } = place(world);
  const progress = requestProgress(context, 'api.example');
  for (let passed = 0; passed < seconds; passed += 1) await second();
  await progress.stop();
  expect(written).toEqual([]);
});
