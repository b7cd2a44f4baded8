import { createFiles } from './adapters/files.js';
import { foldersFrom } from './adapters/folders.js';
import { createInput } from './adapters/input.js';
import { createOutput } from './adapters/output.js';
import { mayBeTerminal } from './adapters/terminal.js';
import type { Context } from './cli/context.js';
import type { Archive } from './cli/har.js';
import { run } from './cli/run.js';
import { Secrets } from './cli/secrets.js';
import { hasUtf8Locale } from './cli/settings.js';
import { transportInEnvironment } from './cli/transport-flags.js';
import type { Http } from './ports/http.js';

const isTerminal = (descriptor: number): boolean =>
  mayBeTerminal(descriptor) && process.getBuiltinModule('node:tty').isatty(descriptor);

/** A first signal asks the command to stop and say what it has; a second one ends it at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(status);
      controller.abort(signal);
    });
  }
  return controller.signal;
}

const folders = foldersFrom(process.env, process.platform);
const signal = stopSignal();

/** Makes a factory that imports once, when it is first needed. */
function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function httpUntil(stopped: AbortSignal): Promise<Http> {
  const transport = await (await import('./cli/read-transport.js')).readTransport(context);
  const http = (await import('./adapters/http-undici.js')).createHttp(stopped, transport);
  const { verbose, transport: flags } = context.settings;
  const told = verbose ? (await import('./cli/trace.js')).tracedHttp(http, context) : http;
  if (flags.har === undefined) return told;
  return (await archiveIn(flags.har))(told);
}

let archive: Promise<Archive> | undefined;

/** One file for all requests of the command. */
async function archiveIn(path: string): Promise<Archive> {
  const { createArchive } = await import('./cli/har.js');
  archive ??= createArchive(context, path);
  return archive;
}

/** The path of a file that comes with authctl. */
const besides = (path: string): string =>
  process.getBuiltinModule('node:url').fileURLToPath(new URL(path, import.meta.url));

const workerPools = () => import('./adapters/worker-pool.js');

const context: Context = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  folders,
  stdin: createInput(isTerminal(0), () => process.stdin, signal),
  stdout: createOutput(1, isTerminal(1), () => process.stdout),
  stderr: createOutput(2, isTerminal(2), () => process.stderr),
  now: () => Math.floor(Date.now() / 1000),
  signal,
  ports: {
    files: {
      ...createFiles(),
      requireWritable: async (path) => (await import('./adapters/writable.js')).requireWritable(path),
      append: async (path, text) => (await import('./adapters/writable.js')).appendToFile(path, text),
      create: async (path) => (await import('./adapters/file-sink.js')).createFileSink(path),
      openLog: async (path, kept) => (await import('./adapters/file-log.js')).openLog(path, kept),
    },
    http: lazy(() => httpUntil(signal)),
    lastingHttp: lazy(() => httpUntil(new AbortController().signal)),
    store: lazy(async () => (await import('./open-store.js')).openStore(context, process.getuid?.())),
    prompter: lazy(async () =>
      (await import('./adapters/prompter-inquirer.js')).createPrompter(process.stderr, signal),
    ),
    keys: async () =>
      (await import('./adapters/key-presses.js')).createKeys(
        () => process.stdin,
        () => process.kill(process.pid, 'SIGINT'),
      ),
    browser: async () => (await import('./adapters/browser-open.js')).createBrowser(),
    listenForCallback: async (place) =>
      (await import('./adapters/callback-listener.js')).listenForCallback(place),
    publishKeys: async (...place) => (await import('./adapters/key-listener.js')).publishKeys(...place),
    painter: lazy(async () => (await import('./adapters/painter-chalk.js')).chalkPainter),
    sleep: async (ms, until) => (await import('./adapters/sleep.js')).sleep(ms, until),
    // Workers stand beside this file in the build: see scripts/build.ts.
    searchers: async (target, size) =>
      (await workerPools()).createWorkerPool(new URL('./crack-worker.js', import.meta.url), target, size),
    judges: async (setup, size) =>
      (await workerPools()).createWorkerPool(new URL('./verify-worker.js', import.meta.url), setup, size),
    onHangup(listener) {
      process.on('SIGHUP', listener);
      return () => process.off('SIGHUP', listener);
    },
    // They stand at the top of the package, two folders above this file.
    licences: async () => ({
      own: await context.ports.files.read(besides('../../LICENSE')),
      others: await context.ports.files.read(besides('../../THIRD-PARTY-LICENSES.txt')),
    }),
    randomId: () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
  },
  secrets: new Secrets(),
  settings: {
    json: false,
    quiet: false,
    verbose: false,
    ascii: !hasUtf8Locale(process.env, process.platform),
    interactive: false,
    storage: undefined,
    paintStdout: undefined,
    paintStderr: undefined,
    transport: transportInEnvironment(process.env),
  },
  closing: [],
  outcome: 'ok',
};

void run(context).then((status) => {
  process.exitCode = status;
});
