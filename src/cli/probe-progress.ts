import type { Progress } from '../probe/run.js';
import { inWords } from '../token/duration.js';
import type { Context } from './context.js';

/** Shorter runs show nothing. In seconds. */
const PATIENCE = 1;
const ERASE_LINE = '\r\u001b[2K';

/** A line on a terminal's standard error that counts cells while a run takes its time; nothing in CI or a pipe. */
export interface ProgressLine {
  readonly update: Progress | undefined;
  /** Takes the line away again. */
  clear(): void;
}

export function progressLine(ctx: Context): ProgressLine {
  const shown = ctx.stderr.isTTY && !ctx.settings.quiet && !ctx.settings.verbose && !ctx.env.CI;
  if (!shown) return { update: undefined, clear: () => undefined };
  const started = ctx.now();
  let drawn = -1;
  return {
    update(done, total) {
      const percent = Math.floor((100 * done) / total);
      if (ctx.now() - started < PATIENCE || percent === drawn) return;
      drawn = percent;
      const left = done === 0 ? undefined : Math.ceil(((ctx.now() - started) * (total - done)) / done);
      const estimate = left ? `, about ${inWords(left)} left` : '';
      ctx.stderr.write(`${ERASE_LINE}${done} of ${total} cells (${percent} %)${estimate}`);
    },
    clear() {
      if (drawn >= 0) ctx.stderr.write(ERASE_LINE);
    },
  };
}
