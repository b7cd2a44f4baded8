const LINE_FEED = 0x0a;

/** Longer lines are no secrets; they are passed over, so that a file without line ends takes no memory. In bytes. */
export const MAX_LINE = 64 * 1024;

/**
 * Cuts chunks of a file behind line ends, so that each can be searched on its own.
 *
 * What it holds on to is one chunk and one line. A line over `MAX_LINE` bytes that reaches from one chunk into another
 * is not passed on.
 *
 * @param onTooLong - called once for each line that was passed over.
 */
export async function* wholeLines(
  chunks: AsyncIterable<Uint8Array>,
  onTooLong: () => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const open = new OpenLine(onTooLong);
  for await (const chunk of chunks) {
    const feed = chunk.indexOf(LINE_FEED);
    if (feed === -1) {
      open.add(chunk);
      continue;
    }
    const lastFeed = chunk.lastIndexOf(LINE_FEED);
    const whole = joined([
      ...open.endedBy(chunk.subarray(0, feed + 1)),
      chunk.subarray(feed + 1, lastFeed + 1),
    ]);
    if (whole.length > 0) yield whole;
    open.add(chunk.subarray(lastFeed + 1));
  }
  const last = joined(open.endedBy(new Uint8Array(0)));
  if (last.length > 0) yield last;
}

/** A line of which the end has not been read. */
class OpenLine {
  #parts: Uint8Array[] = [];
  #length = 0;
  readonly #onTooLong: () => void;

  constructor(onTooLong: () => void) {
    this.#onTooLong = onTooLong;
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > MAX_LINE) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** All of the line, or nothing where it was too long; from here on another line is open. */
  endedBy(part: Uint8Array): readonly Uint8Array[] {
    this.add(part);
    const parts = this.#parts;
    if (this.#length > MAX_LINE) this.#onTooLong();
    this.#parts = [];
    this.#length = 0;
    return parts;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
