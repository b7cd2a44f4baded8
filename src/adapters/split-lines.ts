import { type InputLine, LINE_TOO_LONG } from '../ports/input.js';

const LINE_FEED = 0x0a;

/**
 * Splits bytes into lines of UTF-8. What it holds on to is at most one chunk and one line.
 *
 * @param maxBytes - of a longer line nothing is kept.
 */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<readonly InputLine[]> {
  let open: Buffer[] = [];
  let openLength = 0;
  const asLine = (line: string): InputLine => (line.length > maxBytes ? LINE_TOO_LONG : line);
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end === -1) {
      openLength += chunk.length;
      if (openLength > maxBytes) open = [];
      else open.push(chunk);
      continue;
    }
    const firstEnd = chunk.indexOf(LINE_FEED);
    const first =
      openLength + firstEnd > maxBytes ? LINE_TOO_LONG : textOf([...open, chunk.subarray(0, firstEnd)]);
    const others = firstEnd === end ? [] : chunk.toString('utf8', firstEnd + 1, end).split('\n');
    yield [first, ...others.map((line) => asLine(withoutReturn(line)))];
    open = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    openLength = chunk.length - end - 1;
  }
  if (openLength > 0) yield [openLength > maxBytes ? LINE_TOO_LONG : textOf(open)];
}

const textOf = (parts: readonly Buffer[]): string => withoutReturn(Buffer.concat(parts).toString('utf8'));

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
