import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, sep } from 'node:path';
import { AuthctlError } from '../errors.js';

// Files that are for their owner alone. They are small, and read at once: what reads files in the background takes Node
// longer to load than the file to be read.

/** Told what was found wrong and put right, such as a file that others could read. */
export type Warn = (message: string) => void;

/** Closes a folder of this user's to others. One that cannot be closed is told of, and used all the same. */
export function tightenFolder(folder: string, user: number | undefined, warn: Warn): void {
  const found = statsOf(folder);
  if (!found?.isDirectory() || found.uid !== user || isPrivate(found.mode)) return;
  tighten(folder, found.mode, 0o700, (mode) => chmodSync(folder, mode), warn);
}

/** Undefined where there is nothing, or what stands above it is no folder: reading finds out which. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function tighten(
  path: string,
  found: number,
  mode: number,
  change: (mode: number) => void,
  warn: Warn,
): void {
  try {
    change(mode);
    warn(`${path} was open to other users (mode ${octal(found)}); it is now ${octal(mode)}`);
  } catch (cause) {
    warn(`${path} is open to other users (mode ${octal(found)}), and stays so: ${reasonOf(cause)}`);
  }
}

/** Windows has neither flag. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;

/** Follows no link and waits for no pipe, so that check and use are one step. */
const READ_ITSELF = constants.O_RDONLY | NO_LINK | (constants.O_NONBLOCK ?? 0);

/**
 * The text of a regular file of this user, or undefined where there is none. Links are not followed.
 *
 * @param user - whose file it must be; undefined where the platform does not tell.
 * @throws {AuthctlError} `STORE_UNUSABLE`
 */
export function readOwnFile(path: string, user: number | undefined, warn: Warn): string | undefined {
  const descriptor = openItself(path);
  if (descriptor === undefined) return undefined;
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw unusable(path, 'is no regular file');
    if (user !== undefined && found.uid !== user) throw unusable(path, 'belongs to another user');
    if (user !== undefined && !isPrivate(found.mode))
      tighten(path, found.mode, 0o600, (mode) => fchmodSync(descriptor, mode), warn);
    return readFileSync(descriptor, 'utf8');
  } catch (cause) {
    throw cause instanceof AuthctlError ? cause : unusable(path, `cannot be read: ${reasonOf(cause)}`, cause);
  } finally {
    closeSync(descriptor);
  }
}

function openItself(path: string): number | undefined {
  try {
    return openSync(path, READ_ITSELF);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw unusable(
      path,
      codeOf(cause) === 'ELOOP' ? 'is a symbolic link' : `cannot be read: ${reasonOf(cause)}`,
      cause,
    );
  }
}

/** Nobody else makes it: whoever writes holds the store's lock. One that a process left when it died is replaced. */
const unfinished = (path: string): string => `${path}.new`;

/**
 * Puts a file in the place of what was there, whole or not at all: whoever reads meanwhile, or after a crash, finds the
 * old one or the new one.
 *
 * @param write - writes all of the file that it is given, and fails where it cannot.
 * @throws {AuthctlError} `STORE_UNUSABLE`; the old file stays.
 */
export function replaceOwnFile(path: string, write: (file: string) => void): void {
  writing(path, (file) => {
    write(file);
    renameSync(file, path);
    syncFolder(dirname(path));
  });
}

/**
 * Finds out whether a file of that many bytes could be put there now.
 *
 * @throws {AuthctlError} `STORE_UNUSABLE`
 */
export function rehearseOwnFile(path: string, bytes: number): void {
  writing(path, (file) => {
    writeSynced(file, '\n'.repeat(bytes));
    rmSync(file);
  });
}

function writing(path: string, write: (file: string) => void): void {
  const file = unfinished(path);
  try {
    rmSync(file, { force: true });
    write(file);
  } catch (cause) {
    rmSync(file, { force: true });
    throw unusable(path, `cannot be written: ${reasonOf(cause)}`, cause);
  }
}

function writeSynced(file: string, text: string): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_LINK;
  const descriptor = openSync(file, flags, 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** So that the new name, too, outlives a power cut. Windows opens no folders. */
function syncFolder(folder: string): void {
  if (sep === '\\') return;
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } catch {
    // Some network file systems cannot: the file is there all the same.
  } finally {
    closeSync(descriptor);
  }
}

const isPrivate = (mode: number): boolean => (mode & 0o077) === 0;
const octal = (mode: number): string => (mode & 0o777).toString(8);
const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? '';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it may not grow that large here (ulimit -f)',
  EROFS: 'the disk is read-only',
  EIO: 'the disk fails',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'something else has its name',
};

/** What a failure of the file system means, without its path. */
export const reasonOf = (cause: unknown): string => REASONS[codeOf(cause)] ?? (cause as Error).message;

/** What is wrong with a file or a folder of the store's. */
export function unusable(path: string, what: string, cause?: unknown): AuthctlError {
  return new AuthctlError('STORE_UNUSABLE', `${path} ${what}`, {
    cause,
    hint: 'put that right, or set AUTHCTL_HOME to a folder of your own; nothing was changed',
  });
}
