/** Threads that all do the same work on other tasks. Tasks and answers are plain data: they are handed over as messages. */
export interface WorkerPool<Task, Answer> {
  readonly size: number;
  /**
   * Hands a task to a worker as soon as one is free.
   *
   * @param moved - buffers of the task that are handed over instead of copied; not to be used afterwards.
   * @throws {Error} what the worker threw, or that the pool was closed.
   */
  run(task: Task, moved?: readonly ArrayBuffer[]): Promise<Answer>;
  /** Milliseconds since the first task was handed over; 0 before. */
  elapsedMs(): number;
  /** Ends all workers, also in the middle of their work. */
  close(): Promise<void>;
}
