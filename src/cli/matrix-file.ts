import { resolve } from 'node:path';
import { Option } from 'commander';
import { AuthctlError } from '../errors.js';
import type { Matrix } from '../probe/matrix/matrix.js';
import { readMatrix } from '../probe/matrix/read-matrix.js';
import type { Context } from './context.js';

/** What the file is called where nobody says otherwise. */
export const MATRIX_FILE = 'access.matrix';

export const matrixOption = (): Option =>
  new Option('--matrix <file>', 'the file that access is recorded in')
    .env('AUTHCTL_MATRIX')
    .default(MATRIX_FILE);

/**
 * Reads a matrix file; `-` stands for stdin.
 *
 * @param name - as the user gave it.
 * @throws {AuthctlError} `FILE_UNREADABLE`, with how to make one where there is none; `CONFIG_INVALID`.
 */
export async function readMatrixFile(ctx: Context, name: string): Promise<Matrix> {
  if (name === '-') return readMatrix(await ctx.stdin.readAll(), 'stdin');
  const path = resolve(ctx.cwd, name);
  if (!(await ctx.ports.files.exists(path))) {
    throw new AuthctlError('FILE_UNREADABLE', `there is no file ${name}`, {
      hint: 'record the access first with `authctl probe --update`',
    });
  }
  return readMatrix(await ctx.ports.files.read(path), name);
}
