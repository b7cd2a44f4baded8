import { once } from 'node:events';
import { join } from 'node:path';
import { createFiles } from './adapters/files.js';

import { createInput } from './adapters/input.js';
import type { Context, Environment, Folders, Output } from './cli/context.js';
import { complain } from './cli/print.js';

import { run } from './cli/run.js';
import { Secrets } from './cli/secrets.js';
import { hasUtf8Locale } from './cli/settings.js';
import { caution } from './report/text.js';

/** A write to a pipe whose reader has gone is no error: the command ends as it would have. */
function outputTo(stream: NodeJS.WriteStream): Output {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error;
  });
  return {
    isTTY: stream.isTTY === true,
    // A terminal that does not know its width says 0.
    columns: stream.isTTY ? stream.columns || undefined : undefined,
    write: (text) => void (open && stream.write(text)),
    async ready() {
      if (open && stream.writableNeedDrain) await once(stream, 'drain').catch(() => undefined);
      // What went wrong with a write comes as an event, after this turn of the event loop.
      await new Promise((done) => setImmediate(done));
      return open;
    },
  };
}

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

/** `AUTHCTL_HOME` holds all folders; else the platform's own (XDG on Linux). */
function foldersFrom(env: Environment): Folders {
  const own = env.AUTHCTL_HOME;
  if (own) return { config: join(own, 'config'), data: join(own, 'data'), cache: join(own, 'cache') };
  const home = env.HOME ?? env.USERPROFILE ?? '.';
  if (process.platform === 'win32') {
    const local = join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'authctl');
    return {
      config: join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'authctl'),
      data: local,
      cache: join(local, 'cache'),
    };
  }
  if (process.platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'authctl');
    return {
      config: support,
      data: join(support, 'data'),
      cache: join(home, 'Library', 'Caches', 'authctl'),
    };
  }
  return {
    config: join(env.XDG_CONFIG_HOME || join(home, '.config'), 'authctl'),
    data: join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'authctl'),
    cache: join(env.XDG_CACHE_HOME || join(home, '.cache'), 'authctl'),
  };
}

const folders = foldersFrom(process.env);
const stderr = outputTo(process.stderr);
const signal = stopSignal();

/** Makes a factory that imports once, when it is first needed. */
function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const workerPools = () => import('./adapters/worker-pool.js');

const context: Context = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  folders,
  stdin: createInput(() => process.stdin, signal),
  stdout: outputTo(process.stdout),
  stderr,
  now: () => Math.floor(Date.now() / 1000),
  signal,
  ports: {
    files: createFiles(),
    http: lazy(async () => {
      const http = (await import('./adapters/http-undici.js')).createHttp(signal);
      return context.settings.verbose ? (await import('./cli/trace.js')).tracedHttp(http, context) : http;
    }),
    store: lazy(async () =>
      (await import('./adapters/store-conf.js')).createConfStore(folders.config, (warning) =>
        complain(context, [caution('warning:'), ` ${warning}`]),
      ),
    ),
    prompter: lazy(async () =>
      (await import('./adapters/prompter-inquirer.js')).createPrompter(process.stderr, signal),
    ),
    painter: lazy(async () => (await import('./adapters/painter-chalk.js')).chalkPainter),
    sleep: async (ms, until) => (await import('./adapters/sleep.js')).sleep(ms, until),
    // Workers stand beside this file in the build: see scripts/build.ts.
    searchers: async (target, size) =>
      (await workerPools()).createWorkerPool(new URL('./crack-worker.js', import.meta.url), target, size),
    judges: async (setup, size) =>
      (await workerPools()).createWorkerPool(new URL('./verify-worker.js', import.meta.url), setup, size),
    randomId: () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
  },
  secrets: new Secrets(),
  settings: {
    json: false,
    quiet: false,
    verbose: false,
    ascii: !hasUtf8Locale(process.env, process.platform),
    interactive: false,
    paintStdout: undefined,
    paintStderr: undefined,
  },
  outcome: 'ok',
};

void run(context).then((status) => {
  process.exitCode = status;
});
