import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How long a group may take to end after it was asked to, before it is killed. */
const GRACE_MS = 3_000;

const running = new Set<ProcessGroup>();
process.once('exit', () => {
  for (const group of running) group.signal('SIGKILL');
});

/** A shell command and everything it starts, ended together. */
export class ProcessGroup {
  readonly command: string;
  readonly #child: ChildProcess;
  /** The exit status as a shell gives it: 128 and the signal's number where a signal ended it. */
  readonly ended: Promise<number>;
  #stdout = '';
  #stderr = '';
  #heard: () => void = () => undefined;

  constructor(
    command: string,
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ) {
    this.command = command;
    this.#child = spawn('sh', ['-c', command], {
      ...options,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#heard();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = new Promise((done, fail) => {
      this.#child.on('error', fail);
      this.#child.on('close', (code, signal) => {
        running.delete(this);
        done(code ?? 128 + (signal ? constants.signals[signal] : 0));
      });
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Resolves once standard output holds what `ready` looks for. */
  async whenReady(ready: RegExp, limitMs: number): Promise<void> {
    const heard = new Promise<void>((done) => {
      this.#heard = () => {
        if (ready.test(this.#stdout)) done();
      };
      this.#heard();
    });
    const ended = this.ended.then((status) => {
      throw new Error(`'${this.command}' ended with ${status} before it was ready\n${this.#said()}`);
    });
    await this.#within(limitMs, Promise.race([heard, ended]), 'was not ready');
  }

  /** The exit status; a command that takes longer than `limitMs` is killed, and the error says what it had printed. */
  async finished(limitMs: number): Promise<number> {
    return this.#within(limitMs, this.ended, 'was still running');
  }

  async #within<T>(limitMs: number, outcome: Promise<T>, state: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        this.signal('SIGKILL');
        fail(
          new Error(`'${this.command}' ${state} after ${limitMs / 1000} s and was killed\n${this.#said()}`),
        );
      }, limitMs);
    });
    try {
      return await Promise.race([outcome, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #said(): string {
    return `stdout: ${this.#stdout || '(nothing)'}\nstderr: ${this.#stderr || '(nothing)'}`;
  }

  /** Sends a signal to every process of the group that is still there. */
  signal(name: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Asks the group to end, kills it where it does not, and waits until it is gone. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), GRACE_MS);
    await this.ended.catch(() => undefined);
    clearTimeout(timer);
  }
}
