import { AuthctlError } from '../errors.js';
import type { InputKind } from '../ports/input.js';
import { pickSession } from '../session/pick.js';
import type { Session } from '../session/session.js';
import { MAX_TOKEN_LENGTH } from '../token/not-a-token.js';
import type { Context } from './context.js';
import { complain } from './print.js';
import { rememberSecrets } from './session-of.js';

/** Where a token came from, in words for a person: `the stored session 'agus'`. */
export interface TokenInput {
  /** As it was given: see `peel` for what may surround the token. */
  readonly text: string;
  readonly origin: string;
  /** The session it was stored in. */
  readonly session?: Session;
}

export interface TokenInputOptions {
  /** The stored session to take; then neither stdin nor the environment is looked at. */
  readonly as?: string | undefined;
  /** How much of stdin is read; default: as much as the longest token has. */
  readonly maxBytes?: number | undefined;
}

/** For how long an open stdin may be silent before the command stops waiting. */
const PATIENCE_MS = { pipe: 5_000, socket: 1_000 } as const satisfies Partial<Record<InputKind, number>>;

/** Of a file's name on Linux, in bytes. */
const MAX_PATH = 4_096;

/** UTF-8 takes up to four bytes a character. */
const MAX_BYTES = MAX_TOKEN_LENGTH * 4;

/**
 * Finds the token that a command is to look at: the argument (the token itself, `-` for stdin, `@path` for a file);
 * without one `--as`, piped stdin, `AUTHCTL_TOKEN`, `AUTHCTL_TOKEN_FILE`, and at last the stored session that `AUTHCTL_AS` names or that is the current one.
 *
 * An empty stdin counts as none. A silent one is not waited for without end: a shell's pipe fails after 5 seconds,
 * so that no other token is ever taken for the piped one; a socket, which is how some programs start their children
 * without ever writing to them, counts as none after 1 second, and a line on stderr says so.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`, `USAGE`, `NOT_LOGGED_IN`; `NOT_A_TOKEN` where a session has no token.
 */
export async function readToken(
  ctx: Context,
  source: string | undefined,
  options: TokenInputOptions = {},
): Promise<TokenInput> {
  if (source !== undefined && options.as !== undefined) {
    throw new AuthctlError('USAGE', 'a token is given, and --as names another one', {
      hint: 'leave one of the two out',
    });
  }
  if (source !== undefined) return readArgument(ctx, source, options.maxBytes);
  if (options.as !== undefined) return readSession(ctx, options.as);
  return (await readPipe(ctx, options.maxBytes)) ?? (await readEnvironment(ctx)) ?? (await readSession(ctx));
}

/**
 * To be called where an argument turned out to be no token: it may be the name of a file.
 *
 * @throws {AuthctlError} `NOT_A_TOKEN` with the hint `@name` if it is one.
 */
export async function refuseFileName(ctx: Context, source: string | undefined): Promise<void> {
  if (source === undefined || /^[-@]/.test(source) || source.length > MAX_PATH) return;
  if (!(await ctx.ports.files.exists(source))) return;
  throw new AuthctlError('NOT_A_TOKEN', `${source} is a file, not a token`, {
    hint: `read the token from the file with @${source}`,
  });
}

async function readArgument(ctx: Context, source: string, maxBytes?: number): Promise<TokenInput> {
  if (source === '-') return readStdin(ctx, maxBytes);
  if (source.startsWith('@')) return readFile(ctx, source.slice(1));
  return { text: source, origin: 'the command line' };
}

async function readFile(ctx: Context, path: string): Promise<TokenInput> {
  return { text: await ctx.ports.files.read(path), origin: path };
}

/** `-`: whoever writes it says that something is coming. */
async function readStdin(ctx: Context, maxBytes = MAX_BYTES): Promise<TokenInput> {
  const input = await ctx.stdin.readWithin({ maxBytes });
  return { text: input.kind === 'text' ? input.text : refuseTooLong(maxBytes), origin: 'stdin' };
}

async function readPipe(ctx: Context, maxBytes = MAX_BYTES): Promise<TokenInput | undefined> {
  const { kind } = ctx.stdin;
  if (kind === 'terminal' || kind === 'none') return undefined;
  const patience = kind === 'file' ? {} : { patienceMs: PATIENCE_MS[kind] };
  const input = await ctx.stdin.readWithin({ maxBytes, ...patience });
  if (input.kind === 'too-long') return refuseTooLong(maxBytes);
  if (input.kind === 'silent') return skipSilent(ctx, kind);
  return input.text.trim() === '' ? undefined : { text: input.text, origin: 'stdin' };
}

function refuseTooLong(maxBytes: number): never {
  throw new AuthctlError('NOT_A_TOKEN', `this is no token: stdin holds more than ${maxBytes} bytes`);
}

function skipSilent(ctx: Context, kind: InputKind): undefined {
  if (kind === 'pipe') {
    throw new AuthctlError('USAGE', 'stdin is open, but nothing came on it', {
      hint: 'wait for it with the argument -, or close it with < /dev/null to take the stored session',
    });
  }
  complain(ctx, 'nothing came on stdin; looking elsewhere for the token');
  return undefined;
}

async function readEnvironment(ctx: Context): Promise<TokenInput | undefined> {
  const { AUTHCTL_TOKEN: token, AUTHCTL_TOKEN_FILE: file } = ctx.env;
  if (token) return { text: token, origin: 'AUTHCTL_TOKEN' };
  return file ? readFile(ctx, file) : undefined;
}

async function readSession(ctx: Context, as = ctx.env.AUTHCTL_AS || undefined): Promise<TokenInput> {
  const session = await pickSession(await ctx.ports.store(), { as });
  rememberSecrets(ctx, session);
  return { text: tokenIn(session), origin: `the stored session '${session.name}'`, session };
}

/** A cookie may hold a token too, and then it is the one to look at. */
function tokenIn({ name, credential }: Session): string {
  if (credential.kind === 'bearer') return credential.accessToken;
  const cookies = credential.kind === 'cookie' ? credential.cookies : [];
  const cookie = cookies.find(({ value }) => value.startsWith('eyJ'));
  if (cookie) return cookie.value;
  throw new AuthctlError(
    'NOT_A_TOKEN',
    `session '${name}' has no token: it is ${credential.kind === 'cookie' ? 'a cookie that the server looks up' : 'a header that is sent as it is'}`,
    {
      hint: `log in for a token with \`authctl login --flow json --as ${name}\``,
    },
  );
}
