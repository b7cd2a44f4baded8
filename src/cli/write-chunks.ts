import type { Output } from '../ports/output.js';
import type { Context } from './context.js';

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
