/** A line, without its end, and where the next one begins. */
export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** In bytes from the beginning of the file. */
  readonly end: number;
}

const LINE_END = 0x0a;

/** The whole lines of a file. What comes after the last line end is none: whoever wrote it was ended meanwhile. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  let rest = Buffer.alloc(0);
  let [number, end] = [0, 0];
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, from)) {
      number += 1;
      end += at + 1 - from;
      yield { text: bytes.toString('utf8', from, at), number, end };
      from = at + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
}
