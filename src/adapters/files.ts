import {
  createReadStream,
  existsSync,
  promises,
  readFileSync,
  type Stats,
  statSync,
  watch as watchFolder,
} from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { FileChunks, Files, FileWatch } from '../ports/files.js';

// `promises` is loaded when it is first used, which takes longer than to read a small file.

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read or written by this user',
  EPERM: 'it may not be read or written by this user',
  EEXIST: 'there is a file of that name',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/** Why the operating system refused, in words. */
export const reasonOf = (cause: unknown): string => {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  return causes[code] ?? code;
};

async function read(path: string): Promise<string> {
  try {
    // A pipe may keep us waiting: meanwhile Ctrl-C must work.
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : await promises.readFile(path, 'utf8');
  } catch (cause) {
    throw new AuthctlError('FILE_UNREADABLE', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** Of one read from a file that is read in pieces. */
const CHUNK_BYTES = 256 * 1024;

async function* chunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new AuthctlError('FILE_UNREADABLE', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  }
}

const exists = async (path: string): Promise<boolean> => existsSync(path);

/** Group and others. */
const READABLE_BY_OTHERS = 0o044;

async function isReadableByOthers(path: string): Promise<boolean> {
  if (sep === '\\') return false;
  const found = statsOf(path);
  return found?.isFile() === true && (found.mode & READABLE_BY_OTHERS) !== 0;
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await promises.mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AuthctlError('FILE_UNWRITABLE', `cannot make the folder ${path}: ${reasonOf(cause)}`, {
      cause,
      hint: 'name another folder in the environment variable AUTHCTL_HOME',
    });
  }
}

async function writeWhole(path: string, text: string, overwrite: boolean, mode: number): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    const file = await promises.open(temporary, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (overwrite) await promises.rename(temporary, path);
    else await promises.link(temporary, path);
  } finally {
    await promises.rm(temporary, { force: true });
  }
}

/** Editors write a file in several steps; what comes within this time is one change. */
const SETTLED_MS = 50;

/** Folders are watched, not files: many editors put a new file in the place of the old one. */
function watch(paths: readonly string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const folders = new Set(paths.map((path) => dirname(path)));
  const watchers = [...folders].map((folder) => {
    const names = paths.filter((path) => dirname(path) === folder).map((path) => basename(path));
    const watcher = watchFolder(folder, (_event, name) => {
      if (name !== null && !names.includes(name)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLED_MS);
    });
    return watcher.on('error', () => watcher.close());
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** The real file system. */
export function createFiles(): Files & FileChunks & FileWatch {
  return {
    watch,
    read,
    chunks,
    exists,
    isReadableByOthers,
    makeFolder,
    async write(path, text, { overwrite = false, mode = 0o644 } = {}) {
      try {
        await writeWhole(path, text, overwrite, mode);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
          throw new AuthctlError('FILE_EXISTS', `${path} exists already`, {
            cause,
            hint: 'overwrite it with --force',
          });
        }
        throw new AuthctlError('FILE_UNWRITABLE', `cannot write ${path}: ${reasonOf(cause)}`, {
          cause,
          hint: `check that ${dirname(path)} exists and may be written`,
        });
      }
    },
  };
}
