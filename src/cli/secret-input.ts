import { AuthctlError } from '../errors.js';
import type { Context } from './context.js';

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
  return text;
}
