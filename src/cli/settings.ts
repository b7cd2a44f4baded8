import type { Environment } from '../ports/folders.js';
import type { Output } from '../ports/output.js';
import type { Context } from './context.js';

/** The flags that every command has, as commander hands them over. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
  /** False with `--no-input`. */
  readonly input?: boolean;
  /** False with `--no-color`. */
  readonly color?: boolean;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/**
 * Whether one stream is written in colour.
 *
 * `--no-color` and `NO_COLOR` say no, `FORCE_COLOR` (unless `0`) says yes; else a terminal that is not dumb.
 */
export function wantsColor(output: Pick<Output, 'isTTY'>, env: Environment, flag = true): boolean {
  if (!flag || isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY && env.TERM !== 'dumb';
}

/**
 * Whether symbols outside ASCII may be used: the locale's encoding is UTF-8 (POSIX: `LC_ALL`, `LC_CTYPE`, `LANG`). Windows
 * has these in terminals of its Unix tools only; its other terminals tell by their names.
 */
export function hasUtf8Locale(env: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'win32' && (isSet(env.WT_SESSION) || env.TERM_PROGRAM === 'vscode')) return true;
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(isSet) ?? '';
  return /utf-?8/i.test(locale) || (platform === 'darwin' && locale === '');
}

/** Settles how this run writes, once the flags are known. */
export async function applyGlobalOptions(ctx: Context, options: GlobalOptions): Promise<void> {
  const { settings, env } = ctx;
  settings.json = options.json ?? false;
  settings.quiet = options.quiet ?? false;
  settings.verbose = options.verbose ?? false;
  settings.ascii = (options.ascii ?? false) || settings.ascii;
  settings.interactive = (options.input ?? true) && ctx.stdin.isTTY && !isSet(env.CI);
  const colorOut = wantsColor(ctx.stdout, env, options.color);
  const colorErr = wantsColor(ctx.stderr, env, options.color);
  if (!colorOut && !colorErr) return;
  const painter = await ctx.ports.painter();
  if (colorOut) settings.paintStdout = painter;
  if (colorErr) settings.paintStderr = painter;
}
