import { AuthctlError } from '../errors.js';
import type { Context } from './context.js';

/** Where a private key goes. */
export interface KeyOutputFlags {
  readonly out?: string;
  readonly print?: boolean;
}

/** For a file that only its owner may read. */
const OWNER_ONLY = 0o600;

/**
 * Refuses to go on where nobody said where a private key is to go.
 *
 * @throws {AuthctlError} `USAGE`
 */
export function requireDestination({ out, print }: KeyOutputFlags, what: string): void {
  if (out !== undefined || print) return;
  throw new AuthctlError('USAGE', `nothing says where ${what} is to go`, {
    hint: 'write it to a file with --out FILE, or print it with --print',
  });
}

/**
 * Writes a key to a new file, mode 0600.
 *
 * @throws {AuthctlError} `FILE_EXISTS`: a key is never overwritten; `FILE_UNWRITABLE`.
 */
export async function writeKeyFile(ctx: Context, path: string, text: string): Promise<void> {
  try {
    await ctx.ports.files.write(path, text, { mode: OWNER_ONLY });
  } catch (error) {
    if (!(error instanceof AuthctlError && error.code === 'FILE_EXISTS')) throw error;
    throw new AuthctlError('FILE_EXISTS', error.message, {
      cause: error,
      hint: 'name another file: a key is never overwritten',
    });
  }
}

/** Replaces a key file by its successor at once, mode 0600. @throws {AuthctlError} `FILE_UNWRITABLE`. */
export async function replaceKeyFile(ctx: Context, path: string, text: string): Promise<void> {
  await ctx.ports.files.write(path, text, { mode: OWNER_ONLY, overwrite: true });
}

/** A key or key set as the text of a file. */
export const jsonFile = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
