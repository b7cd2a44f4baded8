import { AuthctlError } from '../errors.js';
import { type BaselineEntry, baselineText, parseBaseline, updatedBaseline } from '../token/lint/baseline.js';
import type { LintResult } from '../token/lint/lint-tokens.js';
import type { Context } from './context.js';
import { say } from './print.js';

export interface BaselineFlags {
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
}

/**
 * The entries of `--baseline FILE`; none where the file is about to be written for the first time.
 *
 * @throws {AuthctlError} `USAGE`, `FILE_UNREADABLE`, `CONFIG_INVALID`.
 */
export async function readBaseline(
  ctx: Context,
  { baseline, updateBaseline = false }: BaselineFlags,
): Promise<readonly BaselineEntry[]> {
  if (baseline === undefined) {
    if (!updateBaseline) return [];
    throw new AuthctlError('USAGE', '--update-baseline does not say which file', {
      hint: 'name it with --baseline FILE',
    });
  }
  if (updateBaseline && !(await ctx.ports.files.exists(baseline))) return [];
  return parseBaseline(await ctx.ports.files.read(baseline), baseline);
}

/**
 * Writes the baseline that accepts what was found.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`.
 */
export async function writeBaseline(
  ctx: Context,
  file: string,
  entries: readonly BaselineEntry[],
  { findings, accepted, tokens }: LintResult,
): Promise<readonly BaselineEntry[]> {
  const judged = tokens.map(({ fingerprint }) => fingerprint);
  const updated = updatedBaseline(entries, [...findings, ...accepted], judged);
  await ctx.ports.files.write(file, baselineText(updated), { overwrite: true });
  say(ctx, `wrote ${file}: ${updated.length} accepted`);
  return updated;
}
