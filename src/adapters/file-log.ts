import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { FileLog } from '../ports/files.js';
import { reasonOf } from './files.js';

/**
 * Opens a file to write at its end. Each write is one call that returns when the operating system has it: what was written
 * survives a killed process.
 *
 * @throws {AuthctlError} `FILE_EXISTS`, `FILE_UNWRITABLE`.
 */
export async function openLog(path: string, kept?: number): Promise<FileLog> {
  const saying = <Result>(what: () => Result): Result => {
    try {
      return what();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
        throw new AuthctlError('FILE_EXISTS', `${path} exists already`, { cause });
      }
      throw new AuthctlError('FILE_UNWRITABLE', `cannot write ${path}: ${reasonOf(cause)}`, {
        cause,
        hint: `check that ${dirname(path)} exists and may be written, and has room`,
      });
    }
  };
  const file = saying(() => openSync(path, kept === undefined ? 'ax' : 'a', 0o600));
  if (kept !== undefined) saying(() => ftruncateSync(file, kept));
  return {
    append(text) {
      let rest: Uint8Array = Buffer.from(text);
      while (rest.length > 0) rest = rest.subarray(saying(() => writeSync(file, rest)));
    },
    close: () => closeSync(file),
  };
}
