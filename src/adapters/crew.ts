import { Worker } from 'node:worker_threads';
import type { Crew } from '../ports/crew.js';

interface Waiting {
  readonly task: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Threads that run one program. A thread that dies fails the work it had, and all that is asked for afterwards. */
export class ThreadCrew<Task, Answer> implements Crew<Task, Answer> {
  readonly #threads: readonly Worker[];
  readonly #idle: Worker[];
  readonly #queue: Waiting[] = [];
  readonly #busy = new Map<Worker, Waiting>();
  #failure: Error | undefined;

  /** @param program - gets `setup` as its `workerData`, each task as a message, and answers with one message a task. */
  constructor(program: URL, size: number, setup: unknown) {
    this.#threads = Array.from({ length: size }, () => this.#start(program, setup));
    this.#idle = [...this.#threads];
  }

  #start(program: URL, setup: unknown): Worker {
    const thread = new Worker(program, { workerData: setup });
    thread.on('message', (answer: unknown) => {
      this.#busy.get(thread)?.resolve(answer);
      this.#busy.delete(thread);
      this.#idle.push(thread);
      this.#next();
    });
    thread.on('error', (error) => this.#fail(error));
    return thread;
  }

  run(task: Task): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise<Answer>((resolve, reject) => {
      this.#queue.push({ task, resolve: resolve as Waiting['resolve'], reject });
      this.#next();
    });
  }

  #next(): void {
    const thread = this.#queue.length > 0 ? this.#idle.pop() : undefined;
    const waiting = thread && this.#queue.shift();
    if (!thread || !waiting) return;
    this.#busy.set(thread, waiting);
    thread.postMessage(waiting.task);
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of [...this.#busy.values(), ...this.#queue.splice(0)]) reject(error);
    this.#busy.clear();
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}
