import type { Context } from './context.js';

/** Shorter ones would mask ordinary words of the log. */
const SHORTEST = 8;

/** What each run has told the runner already. */
const told = new WeakMap<Context, Set<string>>();

/**
 * In GitHub Actions, has the runner mask a secret wherever a later step prints it. The runner takes the line out of the
 * log before anybody sees it.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#masking-a-value-in-a-log
 */
export function maskInCi(ctx: Context, ...values: readonly (string | undefined)[]): void {
  if (ctx.env.GITHUB_ACTIONS !== 'true') return;
  const before = told.get(ctx) ?? new Set();
  told.set(ctx, before);
  for (const value of values) {
    // One line each: what stands on a second line would be printed.
    const lines = (value ?? '').split(/\r?\n/).filter((line) => line.length >= SHORTEST);
    for (const line of lines) {
      if (!before.has(line)) ctx.stderr.write(`::add-mask::${line.replaceAll('%', '%25')}\n`);
      before.add(line);
    }
  }
}
