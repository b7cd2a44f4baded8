import type { LineBlock } from '../ports/input.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);

/** Goes through the lines of a block: stands on one of them after `next` has answered true. */
export class LineCursor {
  readonly bytes: Buffer;
  readonly #maxBytes: number;
  #nextStart = 0;
  #isLost: boolean;
  /** Of its first byte. */
  start = 0;
  /** Behind its last byte; the end of line (LF, or CR LF) is not part of it. */
  end = 0;
  /** Counts all lines of the input. */
  number: number;
  isTooLong = false;

  /**
   * @param first - the number of the block's first line.
   * @param maxBytes - a longer line is too long, whether it was kept or not.
   */
  constructor(block: LineBlock, first: number, maxBytes: number) {
    this.bytes = block ?? NOTHING;
    this.#isLost = block === null;
    this.number = first - 1;
    this.#maxBytes = maxBytes;
  }

  next(): boolean {
    const { bytes } = this;
    if (!this.#isLost && this.#nextStart >= bytes.length) return false;
    const feed = bytes.indexOf(LINE_FEED, this.#nextStart);
    this.start = this.#nextStart;
    this.end = feed < 0 ? bytes.length : feed;
    this.#nextStart = this.end + 1;
    this.number += 1;
    this.isTooLong = this.#isLost || this.end - this.start > this.#maxBytes;
    this.#isLost = false;
    if (this.end > this.start && bytes[this.end - 1] === CARRIAGE_RETURN) this.end -= 1;
    return true;
  }

  /** The line as UTF-8. */
  text(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }
}

/** How many lines there are in a block. */
export function lineCount(block: LineBlock): number {
  if (block === null) return 1;
  let count = 0;
  for (let at = 0; at < block.length; count += 1) {
    const feed = block.indexOf(LINE_FEED, at);
    at = feed < 0 ? block.length : feed + 1;
  }
  return count;
}
