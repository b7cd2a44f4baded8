/** Takes lines as long as there is room for them. Counts bytes of UTF-8, a line end for each. */
export class LineRoom {
  #left: number;

  /** @param bytes - for all lines together. */
  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Whether the lines fit together; where they do, their room is taken. */
  take(...lines: readonly string[]): boolean {
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}
