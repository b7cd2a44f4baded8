import type { LineBlock } from '../ports/input.js';

const LINE_FEED = 0x0a;

/**
 * Cuts bytes behind the ends of lines. What it holds on to is at most one chunk and one line.
 *
 * @param maxBytes - of a longer line that reaches from one chunk into another nothing is kept.
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<LineBlock> {
  const open = new OpenLine(maxBytes);
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield* open.continuedBy(chunk.subarray(0, end));
    open.add(chunk.subarray(end));
  }
  yield* open.continuedBy(Buffer.alloc(0));
}

/** A line of which the end has not come yet. */
class OpenLine {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > this.#maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /**
   * All that there is; from here on another line is open.
   *
   * @param rest - the rest of this line, and whole lines that follow it; empty at the end of the input.
   */
  *continuedBy(rest: Buffer): Generator<LineBlock> {
    const [parts, length] = [this.#parts, this.#length];
    this.#parts = [];
    this.#length = 0;
    const lineEnd = rest.indexOf(LINE_FEED) + 1;
    if (length === 0) {
      if (rest.length > 0) yield rest;
    } else if (length + Math.max(lineEnd - 1, 0) <= this.#maxBytes) yield Buffer.concat([...parts, rest]);
    else {
      yield null;
      if (lineEnd < rest.length) yield rest.subarray(lineEnd);
    }
  }
}
