import { expect, test } from 'vitest';
import { createWorkerPool } from '../../../src/adapters/worker-pool.js';

/** Answers with what it was started with and the task, each worker one task after another; a task of -1 ends it. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId, workerData } from 'node:worker_threads';
    parentPort.on('message', (task) => {
      if (task === -1) throw new Error('it fell');
      parentPort.postMessage({ task, data: workerData, threadId });
    });
  `)}`,
);

interface Answer {
  readonly task: unknown;
  readonly data: string;
  readonly threadId: number;
}

test('answers come to whom they belong, from no more threads than it may have', async () => {
  const pool = createWorkerPool<number, Answer>(program, 'setup', 2);
  const tasks = Array.from({ length: 40 }, (_, at) => at);
  const answers = await Promise.all(tasks.map((task) => pool.run(task)));
  await pool.close();
  expect(answers.map(({ task, data }) => ({ task, data }))).toEqual(
    tasks.map((task) => ({ task, data: 'setup' })),
  );
  expect(new Set(answers.map(({ threadId }) => threadId)).size).toBeLessThanOrEqual(2);
});

test('a worker that dies fails its own task; another one does those that wait', async () => {
  const pool = createWorkerPool<number, Answer>(program, 'setup', 1);
  const [failed, waited] = await Promise.allSettled([pool.run(-1), pool.run(7)]);
  await pool.close();
  expect(failed).toEqual({ status: 'rejected', reason: new Error('it fell') });
  expect(waited).toEqual({ status: 'fulfilled', value: expect.objectContaining({ task: 7 }) });
});

test('buffers that are moved are not copied', async () => {
  const pool = createWorkerPool<Uint8Array<ArrayBuffer>, Answer>(program, null, 1);
  const bytes = Uint8Array.of(1, 2, 3);
  const { task } = await pool.run(bytes, [bytes.buffer]);
  await pool.close();
  expect({ task, left: bytes.length }).toEqual({ task: Uint8Array.of(1, 2, 3), left: 0 });
});

test('once it is closed nothing is run, and what was under way fails', async () => {
  const pool = createWorkerPool<number, Answer>(program, null, 1);
  const results = Promise.allSettled([pool.run(1), pool.run(2)]);
  await pool.close();
  const ended = { status: 'rejected', reason: new Error('the workers have ended') };
  expect(await results).toEqual([ended, ended]);
  await expect(pool.run(3)).rejects.toThrow('the workers have ended');
});
