import { AuthctlError } from '../errors.js';
import type { Renderer } from '../report/text.js';
import { hashPassword } from '../server/password.js';
import type { Context } from './context.js';
import { emit } from './emit.js';
import { readPassword } from './password.js';

const renderer: Renderer<string> = {
  schema: 'authctl/serve-hash-password@1',
  json: (hash) => ({ hash }),
  text: (hash) => [hash],
};

/**
 * Prints the hash of a password, for a user of `authctl-server.yaml`. The password is asked for, or read from stdin.
 *
 * @throws {AuthctlError} `USAGE` where there is none.
 */
export async function printPasswordHash(ctx: Context): Promise<void> {
  emit(ctx, renderer, await hashPassword(await passwordOf(ctx)));
}

async function passwordOf(ctx: Context): Promise<string> {
  try {
    return await readPassword(ctx, 'the user', { passwordStdin: true });
  } catch (error) {
    if (!(error instanceof AuthctlError) || error.code !== 'USAGE') throw error;
    throw new AuthctlError('USAGE', error.message, {
      cause: error,
      hint: 'pipe the password in, or type it at a terminal',
    });
  }
}
