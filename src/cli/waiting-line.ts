import { inWords } from '../token/duration.js';
import type { Context } from './context.js';

const ERASE_LINE = '\r\u001b[2K';

/** A line on a terminal's standard error that says how long a code is still valid; nothing in CI or a pipe. */
export function waitingLine(ctx: Context): {
  readonly update: (secondsLeft: number) => void;
  /** Takes the line away again. */
  readonly clear: () => void;
} {
  if (!ctx.stderr.isTTY || ctx.settings.quiet || ctx.env.CI) {
    return { update: () => undefined, clear: () => undefined };
  }
  let drawn = false;
  return {
    update(secondsLeft) {
      drawn = true;
      ctx.stderr.write(`${ERASE_LINE}${inWords(secondsLeft)} left`);
    },
    clear() {
      if (drawn) ctx.stderr.write(ERASE_LINE);
      drawn = false;
    },
  };
}
