/** Threads that all do the same work on other bytes. */
export interface WorkerPool<Answer> {
  readonly size: number;
  /**
   * Hands bytes to a worker as soon as one is free; they are not to be used afterwards.
   *
   * @throws {Error} what the worker threw, or that the pool was closed.
   */
  run(bytes: Uint8Array<ArrayBuffer>): Promise<Answer>;
  /** Milliseconds since the first bytes were handed over; 0 before. */
  elapsedMs(): number;
  /** Ends all workers, also in the middle of their work. */
  close(): Promise<void>;
}
