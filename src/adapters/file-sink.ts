import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { FileSink } from '../ports/files.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'it may not be written by this user',
  EPERM: 'it may not be written by this user',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/**
 * Begins a file beside the one that it will replace.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`
 */
export async function createFileSink(path: string): Promise<FileSink> {
  const saying = async <Result>(what: () => Promise<Result>): Promise<Result> => {
    try {
      return await what();
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      throw new AuthctlError('FILE_UNWRITABLE', `cannot write ${path}: ${REASONS[code] ?? code}`, {
        cause,
        hint: `check that ${dirname(path)} exists and may be written, and has room`,
      });
    }
  };
  const { file, moved } = await saying(() => begun(path));
  const close = () => file.close().catch(() => undefined);
  return {
    write: (chunk) => saying(async () => void (await file.writeFile(chunk))),
    finish: () =>
      saying(async () => {
        if (moved) await file.sync();
        await file.close();
        if (moved) await rename(moved.from, moved.to);
      }),
    discard: async () => {
      await close();
      if (moved) await rm(moved.from, { force: true });
    },
  };
}

interface Begun {
  readonly file: FileHandle;
  /** Absent where the file is written to itself. */
  readonly moved?: { readonly from: string; readonly to: string };
}

/** What stands for open files and devices: `/dev/stdout` may lead to a file, and stays what it is all the same. */
const OPEN_ALREADY = /^\/(?:dev|proc)\//;

/** A device or a pipe has no content that could be kept: it is opened itself. A link leads to what is replaced. */
async function begun(path: string): Promise<Begun> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  if (OPEN_ALREADY.test(path) || (found && !found.isFile())) return { file: await open(path, 'a') };
  const to = found ? await realpath(path) : path;
  const from = `${to}.${crypto.randomUUID()}.tmp`;
  return { file: await open(from, 'wx', 0o644), moved: { from, to } };
}
