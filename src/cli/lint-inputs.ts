import { AuthctlError } from '../errors.js';
import { count } from '../report/count.js';
import type { LintInput } from '../token/lint/lint-tokens.js';
import { severalTokens, type TokenLine, tokenLines } from '../token/lint/token-lines.js';
import { parseToken } from '../token/parse.js';
import { peel, type Which } from '../token/peel.js';
import type { Context } from './context.js';
import { complain, say } from './print.js';
import { readToken, type TokenInput, type TokenInputOptions } from './token-input.js';

/** The options that say which tokens are meant. */
export interface LintSourceFlags {
  readonly as?: string;
  readonly which?: Which;
  readonly lines?: boolean;
  readonly issuer?: string;
  readonly jwks?: string;
}

/** Tokens, and how many lines that were asked to be tokens are none. */
export interface LintInputs {
  readonly inputs: readonly LintInput[];
  readonly unread: number;
}

/** Of a list of tokens, in bytes. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;

/**
 * Finds the tokens to judge: each argument is one, or a file with one a line.
 *
 * @param sources - as `readToken` takes them; none: the token that it finds by itself. Then an issuer or a key set can
 * be judged alone: where there is no token at all, or the one that is stored is from another server.
 * @throws {AuthctlError} as `readToken` does; `NOT_A_TOKEN` where none of many lines is a token.
 */
export async function lintInputs(
  ctx: Context,
  sources: readonly string[],
  flags: LintSourceFlags,
): Promise<LintInputs> {
  const all: LintInputs[] = [];
  if (sources.length === 0) {
    const input = await unnamedToken(ctx, flags);
    if (input !== undefined) all.push(inputsIn(ctx, input, false, flags));
  }
  for (const source of sources) {
    const input = await readToken(ctx, source, readingOptions(flags));
    all.push(inputsIn(ctx, input, source.startsWith('@'), flags));
  }
  return {
    inputs: all.flatMap(({ inputs }) => inputs),
    unread: all.reduce((sum, { unread }) => sum + unread, 0),
  };
}

const readingOptions = ({ as, lines }: LintSourceFlags): TokenInputOptions => ({
  as,
  maxBytes: lines ? MAX_LIST_BYTES : undefined,
});

async function unnamedToken(ctx: Context, flags: LintSourceFlags): Promise<TokenInput | undefined> {
  const isOptional = flags.as === undefined && (flags.issuer ?? flags.jwks) !== undefined;
  try {
    const input = await readToken(ctx, undefined, readingOptions(flags));
    const server = input.session?.server;
    if (!isOptional || server === undefined || flags.issuer === undefined) return input;
    if (withoutSlash(server) === withoutSlash(flags.issuer)) return input;
    say(ctx, `the stored token is from ${server}: judging what ${flags.issuer} publishes, without a token`);
    return undefined;
  } catch (error) {
    if (!isOptional || !(error instanceof AuthctlError) || error.code !== 'NOT_LOGGED_IN') throw error;
    say(ctx, 'there is no token to judge: judging what is published alone');
    return undefined;
  }
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

function inputsIn(
  ctx: Context,
  { text, origin }: TokenInput,
  isFile: boolean,
  flags: LintSourceFlags,
): LintInputs {
  const file = isFile ? origin : undefined;
  const written = flags.lines ? tokenLines(text) : severalTokens(text);
  if (written === undefined) return { inputs: [{ text, origin, file }], unread: 0 };
  const lines = flags.lines ? wholeLines(ctx, written, origin, flags) : written;
  const inputs = lines.map((line) => ({
    text: line.text,
    origin: `${origin}:${line.number}`,
    file,
    line: line.number,
  }));
  return { inputs, unread: written.length - lines.length };
}

/** The lines that are tokens; the others are named on stderr. */
function wholeLines(
  ctx: Context,
  lines: readonly TokenLine[],
  origin: string,
  { which }: LintSourceFlags,
): readonly TokenLine[] {
  const whole = lines.filter((line) => isToken(ctx, line, origin, which));
  if (whole.length > 0) return whole;
  throw new AuthctlError('NOT_A_TOKEN', `there is no token in ${count(lines.length, 'line')} of ${origin}`, {
    hint: 'give one token a line',
  });
}

function isToken(
  ctx: Context,
  { text, number }: TokenLine,
  origin: string,
  which: Which | undefined,
): boolean {
  try {
    parseToken(peel(text, which));
    return true;
  } catch (error) {
    if (!(error instanceof AuthctlError)) throw error;
    complain(ctx, `${origin}:${number}: ${error.message}`);
    return false;
  }
}
