import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { CredentialStore } from '../session/credential-store.js';
import {
  EMPTY_DOCUMENT,
  readDocument,
  type SessionDocument,
  withCurrent,
  withoutSession,
  withReplaced,
  withSession,
} from '../session/document.js';

/** Who holds a session may be waiting for its server. */
const EXCLUSIVE_PATIENCE_MS = 60_000;

/** Told what was found wrong and put right, such as a file that others could read. */
export type Warn = (message: string) => void;

/**
 * Sessions in one file of mode 0600 in a folder of mode 0700, written by `conf`.
 *
 * What cannot be understood is never written over. Changes of several processes follow one another under a lock.
 * Reading needs neither the lock nor `conf`: the file is replaced whole. It is small, and read at once: what reads
 * files in the background takes Node longer to load than the file to be read.
 *
 * @param user - whose file it must be; undefined where the platform does not tell.
 */
export function createConfStore(folder: string, user: number | undefined, warn: Warn): CredentialStore {
  const path = join(folder, 'sessions.json');

  const read = async (): Promise<SessionDocument> => {
    tightenFolder(folder, user, warn);
    const text = readOwnFile(path, user, warn);
    return text === undefined ? EMPTY_DOCUMENT : understood(path, text);
  };

  const locked = async <Result>(lock: string, run: () => Promise<Result>, patienceMs?: number) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw unusable(folder, `cannot be made: ${reasonOf(cause)}`, cause);
    }
    const { holdingLock } = await import('./file-lock.js');
    return holdingLock(join(folder, lock), run, patienceMs);
  };

  const change = (next: (document: SessionDocument) => SessionDocument): Promise<boolean> => {
    return locked('sessions.json.lock', async () => {
      const before = await read();
      const after = next(before);
      if (after === before) return false;
      await write(folder, path, after);
      return true;
    });
  };

  return {
    kind: 'file',
    location: path,
    list: async () => (await read()).sessions,
    get: async (name) => (await read()).sessions.find((session) => session.name === name),
    put: async (session) => void (await change((document) => withSession(document, session))),
    replace: (session) => change((document) => withReplaced(document, session)),
    exclusively: (name, run) =>
      locked(`${encodeURIComponent(name)}.session.lock`, run, EXCLUSIVE_PATIENCE_MS),
    use: async (name) => {
      await change((document) => withCurrent(document, name));
      return (await read()).current === name;
    },
    remove: (name) => change((document) => withoutSession(document, name)),
    current: async () => (await read()).current ?? undefined,
  };
}

/** Atomic: a temporary file beside it, synced, renamed. */
async function write(folder: string, path: string, document: SessionDocument): Promise<void> {
  const { default: Conf } = await import('conf');
  try {
    const conf = new Conf<{ -readonly [Key in keyof SessionDocument]: SessionDocument[Key] }>({
      cwd: folder,
      configName: 'sessions',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
    conf.store = document;
  } catch (cause) {
    throw unusable(path, `cannot be written: ${reasonOf(cause)}`, cause);
  }
}

function understood(path: string, text: string): SessionDocument {
  const read = readDocument(text);
  switch (read.kind) {
    case 'sessions':
      return read.document;
    case 'newer':
      throw new AuthctlError(
        'STORE_UNUSABLE',
        `${path} was written by a newer authctl (form ${read.version})`,
        {
          hint: 'update authctl, or set AUTHCTL_HOME to another folder; the file was left as it is',
        },
      );
    case 'damaged':
      throw new AuthctlError('STORE_UNUSABLE', `${path} cannot be understood: ${read.why}`, {
        hint: 'repair it, or move it away and log in again; it was left as it is',
      });
  }
}

function tightenFolder(folder: string, user: number | undefined, warn: Warn): void {
  const found = statsOf(folder);
  if (!found?.isDirectory() || found.uid !== user || isPrivate(found.mode)) return;
  chmodSync(folder, 0o700);
  warn(`${folder} was open to other users (mode ${modeOf(found.mode)}); it is now 700`);
}

/** Undefined where there is nothing, or what stands above it is no folder: reading finds out which. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** Follows no link and waits for no pipe, so that check and use are one step. Windows has neither flag. */
const READ_ITSELF = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The text of a regular file of this user, or undefined where there is none. Links are not followed. */
function readOwnFile(path: string, user: number | undefined, warn: Warn): string | undefined {
  const descriptor = openItself(path);
  if (descriptor === undefined) return undefined;
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw unusable(path, 'is no regular file');
    if (user !== undefined && found.uid !== user) throw unusable(path, 'belongs to another user');
    if (user !== undefined && !isPrivate(found.mode)) {
      fchmodSync(descriptor, 0o600);
      warn(`${path} was open to other users (mode ${modeOf(found.mode)}); it is now 600`);
    }
    return readFileSync(descriptor, 'utf8');
  } catch (cause) {
    throw cause instanceof AuthctlError ? cause : unusable(path, reasonOf(cause), cause);
  } finally {
    closeSync(descriptor);
  }
}

function openItself(path: string): number | undefined {
  try {
    return openSync(path, READ_ITSELF);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw unusable(path, codeOf(cause) === 'ELOOP' ? 'is a symbolic link' : reasonOf(cause), cause);
  }
}

const isPrivate = (mode: number): boolean => (mode & 0o077) === 0;
const modeOf = (mode: number): string => (mode & 0o777).toString(8);
const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? '';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EISDIR: 'is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'something else has its name',
};

const reasonOf = (cause: unknown): string => REASONS[codeOf(cause)] ?? (cause as Error).message;

function unusable(path: string, what: string, cause?: unknown): AuthctlError {
  return new AuthctlError('STORE_UNUSABLE', `${path} ${what}`, {
    cause,
    hint: 'put that right, or set AUTHCTL_HOME to a folder of your own; nothing was changed',
  });
}
