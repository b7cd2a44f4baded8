import { AuthctlError } from '../errors.js';
import type { Context } from './context.js';

/** Longer than any password. */
const MAX_BYTES = 64 * 1024;

export interface PasswordOptions {
  readonly passwordStdin?: boolean;
  readonly passwordFile?: string;
}

/**
 * The password from where the user put it: standard input, a file, `AUTHCTL_PASSWORD`, the configuration, or a
 * question on a terminal. One line end at its end belongs to the file, not to the password.
 *
 * Never waits in silence: where standard input is the terminal, `--password-stdin` asks like no option at all.
 *
 * @param configured - what `authctl.yaml` has for this subject.
 * @throws {AuthctlError} `USAGE` when there is none, or an empty one.
 */
export async function readPassword(
  ctx: Context,
  username: string,
  options: PasswordOptions,
  configured?: string,
): Promise<string> {
  const { password, from } = await found(ctx, username, options, configured);
  if (password === '') throw new AuthctlError('USAGE', `the password ${from} is empty`, { hint: ways });
  ctx.secrets.add(password);
  return password;
}

const ways = 'pipe it in with --password-stdin, name a file with --password-file, or set AUTHCTL_PASSWORD';

async function found(
  ctx: Context,
  username: string,
  { passwordStdin, passwordFile }: PasswordOptions,
  configured: string | undefined,
): Promise<{ readonly password: string; readonly from: string }> {
  if (passwordStdin && !ctx.stdin.isTTY) {
    return { password: withoutLineEnd(await readStdin(ctx)), from: 'on standard input' };
  }
  if (passwordFile !== undefined) {
    return { password: withoutLineEnd(await ctx.ports.files.read(passwordFile)), from: `in ${passwordFile}` };
  }
  const { AUTHCTL_PASSWORD } = ctx.env;
  if (AUTHCTL_PASSWORD && !passwordStdin) return { password: AUTHCTL_PASSWORD, from: 'in AUTHCTL_PASSWORD' };
  if (configured !== undefined && !passwordStdin)
    return { password: configured, from: 'in the configuration' };
  if (!ctx.settings.interactive) {
    throw new AuthctlError('USAGE', `there is no password for '${username}'`, { hint: ways });
  }
  const prompter = await ctx.ports.prompter();
  return { password: await prompter.secret(`Password of ${username}:`), from: 'that was typed' };
}

async function readStdin(ctx: Context): Promise<string> {
  const input = await ctx.stdin.readWithin({ maxBytes: MAX_BYTES });
  if (input.kind === 'text') return input.text;
  throw new AuthctlError('USAGE', `standard input holds more than ${MAX_BYTES} bytes: that is no password`, {
    hint: ways,
  });
}

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');
