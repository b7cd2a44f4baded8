import type { BodySink } from '../ports/http.js';
import { sizeText } from '../report/size-text.js';
import type { Context } from './context.js';

const ERASE_LINE = '\r\u001b[2K';
const SECOND_MS = 1_000;

/** A line on a terminal's standard error that tells of a request that takes its time; nothing in CI or a pipe. */
export interface RequestProgress {
  /** The same sink; what it takes is counted. */
  watched(sink: BodySink): BodySink;
  /** Takes the line away. */
  stop(): Promise<void>;
}

/**
 * Begins to watch a request. The line is drawn every second, from the first one on.
 *
 * @param host - whom an answer is waited for from.
 */
export function requestProgress(ctx: Context, host: string): RequestProgress {
  const { quiet, verbose } = ctx.settings;
  if (!ctx.stderr.isTTY || quiet || verbose || ctx.env.CI) {
    return { watched: (sink) => sink, stop: async () => undefined };
  }
  const ended = new AbortController();
  let [received, seconds] = [0, 0];
  const draw = async (): Promise<void> => {
    for (;;) {
      await ctx.ports.sleep(SECOND_MS, ended.signal);
      if (ended.signal.aborted) return;
      seconds += 1;
      const what = received === 0 ? `waiting for ${host}` : `${sizeText(received)} received`;
      ctx.stderr.write(`${ERASE_LINE}${what}, ${seconds} s`);
    }
  };
  const drawing = draw();
  return {
    watched: (sink) => (chunk) => {
      received += chunk.length;
      return sink(chunk);
    },
    async stop() {
      ended.abort();
      await drawing;
      if (seconds > 0) ctx.stderr.write(ERASE_LINE);
    },
  };
}
