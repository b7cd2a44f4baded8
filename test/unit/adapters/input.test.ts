import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createInput } from '../../../src/adapters/input.js';

const never = new AbortController().signal;

/** Standard input over a stream of the test's own. */
function inputOver(stopped: AbortSignal = never) {
  const stream = new PassThrough();
  return { stream, input: createInput(false, () => stream as unknown as NodeJS.ReadStream, stopped) };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('readWithin', () => {
  test('gives everything up to the end, characters that arrive in halves too', async () => {
    const { stream, input } = inputOver();
    const reading = input.readWithin({ maxBytes: 100 });
    const bytes = Buffer.from('a€b');
    stream.write(bytes.subarray(0, 2));
    stream.end(bytes.subarray(2));
    expect(await reading).toEqual({ kind: 'text', text: 'a€b' });
  });

  test('as many bytes as may be are read, one more is too long', async () => {
    const [exact, over] = [inputOver(), inputOver()];
    exact.stream.end('abc');
    over.stream.write('abcd');
    expect(await exact.input.readWithin({ maxBytes: 3 })).toEqual({ kind: 'text', text: 'abc' });
    expect(await over.input.readWithin({ maxBytes: 3 })).toEqual({ kind: 'too-long' });
    expect(over.stream.destroyed).toBe(true);
  });

  test('is silent once nothing came within its patience, and lets go of the stream', async () => {
    const { stream, input } = inputOver();
    const reading = input.readWithin({ maxBytes: 100, patienceMs: 5_000 });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(stream.destroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await reading).toEqual({ kind: 'silent' });
    expect(stream.destroyed).toBe(true);
  });

  test('after a first byte there is no hurry', async () => {
    const { stream, input } = inputOver();
    const reading = input.readWithin({ maxBytes: 100, patienceMs: 5_000 });
    stream.write('a');
    await vi.advanceTimersByTimeAsync(60_000);
    stream.end('b');
    expect(await reading).toEqual({ kind: 'text', text: 'ab' });
  });

  test('ends when it is stopped', async () => {
    const stop = new AbortController();
    const { input } = inputOver(stop.signal);
    const reading = input.readWithin({ maxBytes: 100 });
    stop.abort('SIGINT');
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('says that it cannot be read', async () => {
    const { stream, input } = inputOver();
    const reading = input.readWithin({ maxBytes: 100 });
    stream.destroy(new Error('EIO'));
    await expect(reading).rejects.toMatchObject({ code: 'FILE_UNREADABLE', message: 'cannot read stdin' });
  });
});

test('readAll gives everything', async () => {
  const { stream, input } = inputOver();
  stream.end('a password\n');
  expect(await input.readAll()).toBe('a password\n');
});
