import type { Browser } from '../ports/browser.js';
import type { ListenForCallback } from '../ports/callback-listener.js';
import type {
  FileAppends,
  FileChecks,
  FileChunks,
  FileLogs,
  FileSinks,
  Files,
  FileWatch,
} from '../ports/files.js';
import type { Environment, Folders } from '../ports/folders.js';
import type { Http } from '../ports/http.js';
import type { Input } from '../ports/input.js';
import type { PublishKeys } from '../ports/key-listener.js';
import type { Keys } from '../ports/keys.js';
import type { Output } from '../ports/output.js';
import type { Prompter } from '../ports/prompter.js';
import type { WorkerPool } from '../ports/worker-pool.js';
import type { Painter } from '../report/text.js';
import type { CredentialStore } from '../session/credential-store.js';
import type { StorageKind } from '../session/storage-kind.js';
import type { HmacTarget } from '../token/crack/hmac-target.js';
import type { TriedLines } from '../token/crack/try-lines.js';
import type { ExitName } from './exit-codes.js';
import type { Batch, JudgedBatch, JudgeSetup } from './judge-lines.js';
import type { Secrets } from './secrets.js';
import type { TransportFlags } from './transport-flags.js';

/** The outside world. Each heavy part is loaded when it is first asked for. */
export interface Ports {
  readonly files: Files & FileLogs & FileAppends & FileChunks & FileChecks & FileSinks & FileWatch;
  http(): Promise<Http>;
  /** The same, but not stopped by the signal: for what has to be cleaned up even then. */
  lastingHttp(): Promise<Http>;
  store(): Promise<CredentialStore>;
  prompter(): Promise<Prompter>;
  /** Single keys at the terminal. */
  keys(): Promise<Keys>;
  browser(): Promise<Browser>;
  listenForCallback: ListenForCallback;
  publishKeys: PublishKeys;
  painter(): Promise<Painter>;
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Threads that search for a secret; as many as there are cores, unless `size` says how many. */
  searchers(target: HmacTarget, size?: number): Promise<WorkerPool<Uint8Array<ArrayBuffer>, TriedLines>>;
  /** Threads that judge batches of tokens, `size` of them. */
  judges(setup: JudgeSetup, size: number): Promise<WorkerPool<Batch, JudgedBatch>>;
  /** Calls back on SIGHUP, where there is such a signal, instead of ending. @returns what ends that. */
  onHangup(listener: () => void): () => void;
  /** Characters nobody can guess, safe in a URL path; 128 bits of them. */
  randomId(): string;
  /** The licence of authctl, and those of what is inside it, as they come with it. */
  licences(): Promise<{ readonly own: string; readonly others: string }>;
}

/** How this run writes, from the flags that every command has, and the environment. */
export interface OutputSettings {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  ascii: boolean;
  /** False with `--no-input`, in CI, or where stdin is no terminal: then nothing is asked. */
  interactive: boolean;
  paintStdout: Painter | undefined;
  paintStderr: Painter | undefined;
  /** How sessions are to be kept from now on: `--storage`; read when the store is first asked for. */
  storage: StorageKind | undefined;
  /** How requests are sent; read when the first one is. */
  transport: TransportFlags;
}

/** All that a command may touch. `main.ts` makes the real one, tests make their own. */
export interface Context {
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly folders: Folders;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whole seconds since the epoch. */
  readonly now: () => number;
  /** Aborts on SIGINT and SIGTERM; its reason is the signal's name. */
  readonly signal: AbortSignal;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly settings: OutputSettings;
  /** What is done when the command ends, however it ends. */
  readonly closing: (() => Promise<void>)[];
  /** How the command ended; set by `emit`, read once at the end. */
  outcome: ExitName;
}
