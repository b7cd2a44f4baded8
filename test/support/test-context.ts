import { isUtf8 } from 'node:buffer';
import { listenForCallback } from '../../src/adapters/callback-listener.js';
import { publishKeys } from '../../src/adapters/key-listener.js';
import { createMemoryStore } from '../../src/adapters/store-memory.js';
import type { Context } from '../../src/cli/context.js';
import { createArchive } from '../../src/cli/har.js';
import { LineJudge } from '../../src/cli/judge-lines.js';
import { Secrets } from '../../src/cli/secrets.js';
import { tracedHttp } from '../../src/cli/trace.js';
import { AuthctlError } from '../../src/errors.js';
import type {
  FileAppends,
  FileChecks,
  FileChunks,
  FileLogs,
  FileSinks,
  Files,
  FileWatch,
} from '../../src/ports/files.js';
import type { Environment } from '../../src/ports/folders.js';
import type { Http, HttpOutcome, HttpRequest } from '../../src/ports/http.js';
import type { WorkerPool } from '../../src/ports/worker-pool.js';
import type { CredentialStore } from '../../src/session/credential-store.js';
import { tryLines } from '../../src/token/crack/try-lines.js';

/** What a test says of the world around a command; the rest is an empty, quiet place without a terminal. */
export interface World {
  readonly argv?: readonly string[];
  readonly env?: Environment;
  /** Whole seconds since the epoch; the clock stands there. */
  readonly now?: number;
  /** Standard input; undefined for a terminal. */
  readonly stdin?: string | undefined;
  /** Path to text or bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly answer?: (request: HttpRequest) => HttpOutcome | Promise<HttpOutcome>;
  /** What a browser does with the address it is to open; default: there is none. */
  readonly browser?: (url: string) => void;
  readonly store?: CredentialStore;
  /** What a person types, in turn. */
  readonly typed?: readonly string[];
  /** Whether standard output is a terminal, 80 columns wide. */
  readonly terminal?: boolean;
}

export interface TestContext extends Context {
  /** Everything written so far. */
  readonly written: { stdout: string; stderr: string; files: Record<string, string> };
  readonly requests: readonly HttpRequest[];
  /** What was asked at the terminal. */
  readonly asked: readonly string[];
}

/** A Context of which every part can be looked at. */
export function createTestContext(world: World = {}): TestContext {
  const written = { stdout: '', stderr: '', files: {} as Record<string, string> };
  const requests: HttpRequest[] = [];
  const asked: string[] = [];
  const typed = [...(world.typed ?? [])];
  const { stdin, store = createMemoryStore(), answer = () => refusedConnection } = world;
  const http: Http = {
    send: async (request) => {
      requests.push(request);
      return answer(request);
    },
  };
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    const next = typed.shift();
    if (next === undefined)
      throw new AuthctlError('INTERRUPTED', 'interrupted: the question was not answered');
    return next;
  };
  const context: TestContext = {
    argv: world.argv ?? [],
    env: world.env ?? {},
    cwd: '/project',
    folders: { config: '/home/config', data: '/home/data', cache: '/home/cache' },
    stdin: {
      isTTY: stdin === undefined,
      kind: stdin === undefined ? 'terminal' : 'pipe',
      readAll: async () => stdin ?? '',
      readWithin: async () => ({ kind: 'text', text: stdin ?? '' }),
      lines: async function* () {
        if (stdin) yield Buffer.from(stdin);
      },
    },
    stdout: {
      isTTY: world.terminal ?? false,
      columns: world.terminal ? 80 : undefined,
      write: (content) => {
        written.stdout += Buffer.from(content as string).toString();
      },
      ready: async () => true,
    },
    stderr: {
      isTTY: false,
      columns: undefined,
      write: (content) => {
        written.stderr += content;
      },
      ready: async () => true,
    },
    now: () => world.now ?? 1_767_225_600,
    signal: new AbortController().signal,
    ports: {
      files: filesFrom(world.files ?? {}, written.files),
      http: async () => {
        const { verbose, transport } = context.settings;
        const told = verbose ? tracedHttp(http, context) : http;
        return transport.har === undefined ? told : (await createArchive(context, transport.har))(told);
      },
      lastingHttp: async () => http,
      store: async () => store,
      prompter: async () => ({ text: ask, secret: ask }),
      keys: async () => ({ next: () => new Promise(() => undefined) }),
      browser: async () => ({
        open: async (url) => {
          world.browser?.(url);
          return world.browser !== undefined;
        },
      }),
      listenForCallback,
      publishKeys,
      painter: async () => (_style, text) => text,
      sleep: async () => undefined,
      onHangup: () => () => undefined,
      randomId: () => 'random-id',
      licences: async () => ({ own: 'The licence', others: 'jose 6.2.18 (MIT)\n-----------------\n\nMIT\n' }),
      searchers: async (target) => poolInThisThread((lines) => tryLines(lines, target)),
      judges: async (setup) => {
        const judge = new LineJudge(setup, context.secrets);
        return poolInThisThread((batch) => judge.judge(batch));
      },
    },
    secrets: new Secrets(),
    settings: {
      json: false,
      quiet: false,
      verbose: false,
      ascii: false,
      interactive: false,
      storage: undefined,
      paintStdout: undefined,
      paintStderr: undefined,
      transport: {},
    },
    closing: [],
    outcome: 'ok',
    written,
    requests,
    asked,
  };
  return context;
}

/** A pool of one, without a thread. */
function poolInThisThread<Task, Answer>(work: (task: Task) => Answer): WorkerPool<Task, Answer> {
  return {
    size: 1,
    run: async (task) => work(task),
    elapsedMs: () => 1_000,
    close: async () => undefined,
  };
}

const refusedConnection: HttpOutcome = {
  kind: 'failure',
  reason: 'connect',
  message: 'http://127.0.0.1: nothing accepts connections there',
};

function filesFrom(
  files: NonNullable<World['files']>,
  written: Record<string, string>,
): Files & FileLogs & FileAppends & FileChunks & FileChecks & FileSinks & FileWatch {
  return {
    read: async (path) => {
      const text = files[path];
      if (text === undefined)
        throw new AuthctlError('FILE_UNREADABLE', `cannot read ${path}: there is no such file`);
      return typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
    },
    chunks: async function* (path) {
      const text = files[path];
      if (text === undefined)
        throw new AuthctlError('FILE_UNREADABLE', `cannot read ${path}: there is no such file`);
      yield Buffer.from(text);
    },
    exists: async (path) => Object.hasOwn(files, path),
    isReadableByOthers: async () => false,
    requireWritable: async () => undefined,
    write: async (path, text) => {
      written[path] = text;
    },
    append: async (path, text) => {
      written[path] = (written[path] ?? files[path] ?? '') + text;
    },
    makeFolder: async () => undefined,
    create: async (path) => {
      const chunks: Uint8Array[] = [];
      return {
        write: async (chunk) => void chunks.push(Uint8Array.from(chunk)),
        finish: async () => {
          const all = Buffer.concat(chunks);
          written[path] = all.toString(isUtf8(all) ? 'utf8' : 'latin1');
        },
        discard: async () => undefined,
      };
    },
    openLog: async (path, kept = 0) => {
      written[path] = (written[path] ?? '').slice(0, kept);
      return {
        append: (text) => {
          written[path] += text;
        },
        close: () => undefined,
      };
    },
    watch: () => () => undefined,
  };
}
