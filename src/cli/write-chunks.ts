import type { Output } from '../ports/output.js';
import type { Line } from '../report/text.js';
import type { Context } from './context.js';
import { printText } from './print.js';

/** Gathered before it is written. */
const CHUNK_LENGTH = 64 * 1024;

/** Pieces of text put together to larger ones. */
function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK_LENGTH) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Writes a text as it is made, no faster than it is read; ends where nobody reads any more. */
export async function writeChunks(output: Output, pieces: Iterable<string>): Promise<void> {
  for (const text of gathered(pieces)) {
    output.write(text);
    if (!(await output.ready())) return;
  }
}

/** Lines that are written before it is asked whether somebody still reads. */
const LINES_AT_ONCE = 500;

/** Prints lines as they are made, no faster than they are read; ends where nobody reads any more. */
export async function printLines(ctx: Context, lines: Iterable<Line>): Promise<void> {
  let printed = 0;
  for (const line of lines) {
    printText(ctx, [line]);
    printed += 1;
    if (printed % LINES_AT_ONCE === 0 && !(await ctx.stdout.ready())) return;
  }
}

/**
 * Writes a text to a file as it is made. What has its name stays as it is until the new one is whole.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`.
 */
export async function writeFile(ctx: Context, path: string, pieces: Iterable<string>): Promise<void> {
  const sink = await ctx.ports.files.create(path);
  try {
    for (const text of gathered(pieces)) await sink.write(Buffer.from(text));
  } catch (error) {
    await sink.discard();
    throw error;
  }
  await sink.finish();
}
