import type { Context } from './context.js';

const ERASE_LINE = '\r\u001b[2K';

/** Between two changes of the line. */
const INTERVAL_MS = 100;

/** A shorter search shows nothing. */
const PATIENCE_MS = 500;

/** A line on a terminal's standard error that says how far a search is; nothing in CI or a pipe. */
export interface CrackProgress {
  readonly update: ((tried: number, elapsedMs: number) => void) | undefined;
  /** Takes the line away again. */
  clear(): void;
}

export function crackProgress(ctx: Context): CrackProgress {
  const shown = ctx.stderr.isTTY && !ctx.settings.quiet && !ctx.env.CI;
  if (!shown) return { update: undefined, clear: () => undefined };
  let drawnAt = PATIENCE_MS - INTERVAL_MS;
  let isDrawn = false;
  return {
    update(tried, elapsedMs) {
      if (elapsedMs - drawnAt < INTERVAL_MS) return;
      drawnAt = elapsedMs;
      isDrawn = true;
      const pace = Math.round((tried * 1000) / elapsedMs);
      ctx.stderr.write(`${ERASE_LINE}${thousands(tried)} candidates, ${thousands(pace)} a second`);
    },
    clear() {
      if (isDrawn) ctx.stderr.write(ERASE_LINE);
    },
  };
}

const thousands = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
