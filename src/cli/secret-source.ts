import { AuthctlError } from '../errors.js';
import type { Context } from './context.js';

/** Longer than any password, secret or token. */
const MAX_BYTES = 64 * 1024;

/** What a secret is, and how a user hands it over. */
export interface SecretWish {
  /** As it is called in messages: `password`, `client secret`. */
  readonly what: string;
  /** For the hint of every message. */
  readonly ways: string;
  /** Whether it is to be read from standard input. */
  readonly stdin?: boolean | undefined;
  readonly file?: string | undefined;
  /** The variable that may hold it. */
  readonly variable?: string | undefined;
  /** What `authctl.yaml` has. */
  readonly configured?: string | undefined;
}

/**
 * A secret from where the user put it: standard input, a file, a variable, the configuration; from then on it is masked in
 * all output. One line end at its end belongs to the file.
 *
 * @returns undefined where it is nowhere.
 * @throws {AuthctlError} `USAGE` where it is empty, or standard input is a terminal.
 */
export async function findSecret(ctx: Context, wish: SecretWish): Promise<string | undefined> {
  const found = await look(ctx, wish);
  if (found === undefined) return undefined;
  const { text, where } = found;
  if (text === '') throw new AuthctlError('USAGE', `the ${wish.what} ${where} is empty`, { hint: wish.ways });
  ctx.secrets.add(text);
  return text;
}

async function look(
  ctx: Context,
  { what, ways, stdin, file, variable, configured }: SecretWish,
): Promise<{ readonly text: string; readonly where: string } | undefined> {
  if (stdin) return { text: withoutLineEnd(await readStdin(ctx, what, ways)), where: 'on standard input' };
  if (file !== undefined)
    return { text: withoutLineEnd(await ctx.ports.files.read(file)), where: `in ${file}` };
  const value = variable === undefined ? undefined : ctx.env[variable];
  if (value) return { text: value, where: `in ${variable}` };
  return configured === undefined ? undefined : { text: configured, where: 'in the configuration' };
}

/** Never waits in silence: at a terminal nobody knows that something is waited for. */
async function readStdin(ctx: Context, what: string, hint: string): Promise<string> {
  if (ctx.stdin.isTTY) {
    throw new AuthctlError('USAGE', `the ${what} is to come from standard input, which is the terminal`, {
      hint,
    });
  }
  const input = await ctx.stdin.readWithin({ maxBytes: MAX_BYTES });
  if (input.kind === 'text') return input.text;
  throw new AuthctlError('USAGE', `standard input holds more than ${MAX_BYTES} bytes: that is no ${what}`, {
    hint,
  });
}

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');
