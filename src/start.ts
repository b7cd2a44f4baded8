import { isAbsolute, join } from 'node:path';
import { readCompiled, writeCompiled } from './adapters/code-cache.js';
import { foldersFrom } from './adapters/folders.js';
import { createProgramLoader } from './adapters/program-loader.js';

/** The file that `main.ts` was put into; its name holds a hash of the whole program. The build fills it in. */
declare const PROGRAM: string;

/** The first word, as far as it may be part of a file name: what a command calls is much the same every time. */
const command = /^[-a-zA-Z]{2,12}$/.exec(process.argv[2] ?? '')?.[0] ?? 'other';

/** Later runs of a command seldom call functions that none of so many before them called. */
const ENOUGH_RUNS = 4;

const folder = join(foldersFrom(process.env, process.platform).cache, 'code', PROGRAM.replace(/\.js$/, ''));
const path = join(folder, `${process.version}-${process.arch}-${command}`);

// The variable is the one that turns off the same in Node.js itself. Where no home is known, the cache would be in the
// working folder, and what others put there is not to be run.
const mayCache = isAbsolute(path) && !process.env.NODE_DISABLE_COMPILE_CACHE;
const { runs, files } = mayCache ? readCompiled(path, process.getuid?.()) : { runs: 0, files: new Map() };
const loader = createProgramLoader(import.meta.dirname, (id) => process.getBuiltinModule(id), files);
loader.load(PROGRAM);

/** `demo` leaves nothing behind, and a mistake in the command line is not worth a file. */
const isWorthKeeping = (status: number): boolean => status < 2 && command !== 'demo';

process.on('exit', (status) => {
  if (!mayCache || (loader.knewAll && runs >= ENOUGH_RUNS) || !isWorthKeeping(status)) return;
  try {
    writeCompiled(path, { runs: runs + 1, files: loader.compiled() });
  } catch {
    // Without it the next run takes a little longer, and works.
  }
});
