import { AuthctlError } from '../errors.js';
import { caution, faint } from '../report/text.js';
import type { Context } from './context.js';
import { complain } from './print.js';

/**
 * A secret in an environment variable; from then on it is masked in all output.
 *
 * @throws {AuthctlError} `USAGE` where the variable is not set.
 */
export function secretInEnvironment(ctx: Context, name: string): string {
  const text = ctx.env[name];
  if (text === undefined) {
    throw new AuthctlError('USAGE', `the environment variable ${name} is not set`, {
      hint: `set ${name}, or name another one with --secret-env`,
    });
  }
  ctx.secrets.add(text);
  return text;
}

/** A secret in a file; from then on it is masked in all output. @throws {AuthctlError} `FILE_UNREADABLE`. */
export async function secretInFile(ctx: Context, path: string): Promise<string> {
  const text = await ctx.ports.files.read(path);
  ctx.secrets.add(text.trim());
  await warnIfShared(ctx, path);
  return text;
}

/**
 * Warns of a file with a private key or a secret that other users of this machine may read: whoever can could sign as
 * its owner.
 */
export async function warnIfShared(ctx: Context, path: string): Promise<void> {
  if (!(await ctx.ports.files.isReadableByOthers(path))) return;
  complain(
    ctx,
    [caution('warning:'), ` ${path} holds a secret and can be read by other users`],
    [faint('   hint:'), ` chmod 600 ${path}`],
  );
}
