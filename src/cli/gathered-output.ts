import type { Output } from '../ports/output.js';

/** In bytes: few enough to stay in the processor's cache. */
const SIZE = 256 * 1024;

/** Gathers what is written, so that many short documents are written at a time. */
export class GatheredOutput {
  readonly #output: Output;
  readonly bytes = Buffer.allocUnsafeSlow(SIZE);
  /** How many of the bytes are to be written. Whoever makes room may write behind them, and move this. */
  length = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  /** @param size - in bytes, no more than 256 KiB. */
  makeRoom(size: number): void {
    if (this.length + size > SIZE) this.flush();
  }

  add(text: string): void {
    const size = Buffer.byteLength(text);
    this.makeRoom(size);
    if (size > SIZE) this.#output.write(text);
    else this.length += this.bytes.write(text, this.length);
  }

  flush(): void {
    if (this.length > 0) this.#output.write(this.bytes.subarray(0, this.length));
    this.length = 0;
  }
}
