import { access, appendFile, constants, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuthctlError } from '../errors.js';
import { reasonOf } from './files.js';

/** @throws {AuthctlError} `FILE_UNWRITABLE`. */
export async function appendToFile(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (cause) {
    throw new AuthctlError('FILE_UNWRITABLE', `cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * Whether a file can be written, before it is.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`: it is a folder, or its own folder is not there or may not be written.
 */
export async function requireWritable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw unwritable(path, 'it is a folder', 'name a file in it');
  // A device or a pipe is written to itself, and no file beside it.
  if (found && !found.isFile()) return requireWritableItself(path);
  const folder = dirname(found ? await realpath(path) : path);
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw unwritable(
      path,
      isMissing ? `there is no folder ${folder}` : reasonOf(cause),
      `check that ${folder} exists and may be written`,
    );
  }
  if (!(await stat(folder)).isDirectory()) {
    throw unwritable(path, `${folder} is no folder`, 'name another file');
  }
}

async function requireWritableItself(path: string): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (cause) {
    throw unwritable(path, reasonOf(cause), 'name another file');
  }
}

const unwritable = (path: string, reason: string, hint: string): AuthctlError =>
  new AuthctlError('FILE_UNWRITABLE', `cannot write ${path}: ${reason}`, { hint });
