import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { WorkerPool } from '../ports/worker-pool.js';

interface Waiting<Task, Answer> {
  readonly task: Task;
  readonly moved: readonly ArrayBuffer[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Threads of this process, started as they are needed. One that dies fails the task it had; another takes its place.
 *
 * @param script - answers every message with one message, in turn.
 * @param data - what each of them is started with.
 * @param size - how many at most; default: as many as this process may use cores.
 */
export function createWorkerPool<Task, Answer>(
  script: URL,
  data: unknown,
  size: number = availableParallelism(),
): WorkerPool<Task, Answer> {
  const waiting: Waiting<Task, Answer>[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting<Task, Answer>>();
  let started: number | undefined;
  let closed = false;

  function start(): Worker {
    const worker = new Worker(script, { workerData: data });
    worker.on('message', (answer: Answer) => {
      const done = busy.get(worker);
      busy.delete(worker);
      idle.push(worker);
      done?.resolve(answer);
      next();
    });
    worker.on('error', (error) => {
      busy.get(worker)?.reject(error);
      busy.delete(worker);
      next();
    });
    return worker;
  }

  function next(): void {
    if (closed || waiting.length === 0) return;
    const worker = idle.pop() ?? (busy.size < size ? start() : undefined);
    const first = worker && waiting.shift();
    if (!worker || !first) return;
    busy.set(worker, first);
    worker.postMessage(first.task, first.moved);
  }

  return {
    size,
    run(task, moved = []) {
      if (closed) return Promise.reject(new Error('the workers have ended'));
      started ??= performance.now();
      return new Promise((resolve, reject) => {
        waiting.push({ task, moved, resolve, reject });
        next();
      });
    },
    elapsedMs: () => (started === undefined ? 0 : performance.now() - started),
    async close() {
      closed = true;
      const ended = [...idle, ...busy.keys()].map((worker) => worker.terminate());
      for (const task of [...waiting, ...busy.values()]) task.reject(new Error('the workers have ended'));
      waiting.length = 0;
      busy.clear();
      await Promise.all(ended);
    },
  };
}
