/** Threads that do one kind of work. */
export interface Crew<Task, Answer> {
  /** Waits for a thread that is free. */
  run(task: Task): Promise<Answer>;
  /** Ends the threads; work under way is lost. */
  close(): Promise<void>;
}

/** Starts threads that judge batches of tokens. Only plain data, keys and certificates go there and come back. */
export type StartCrew = <Setup, Task, Answer>(size: number, setup: Setup) => Promise<Crew<Task, Answer>>;
