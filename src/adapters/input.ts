import { createReadStream, fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { AuthctlError } from '../errors.js';
import type { Input, InputKind, InputLimits, LimitedInput } from '../ports/input.js';
import { lineBlocks } from './line-blocks.js';

const STDIN = 0;

/**
 * Standard input.
 *
 * @param open - gives the stream; called when something is read, because opening it takes time.
 * @param stopped - ends a read that is under way.
 */
export function createInput(isTTY: boolean, open: () => NodeJS.ReadStream, stopped: AbortSignal): Input {
  const kind = isTTY ? 'terminal' : kindOf(STDIN);
  return {
    isTTY,
    kind,
    async readAll() {
      const input = await readStream(open(), { maxBytes: Number.POSITIVE_INFINITY }, stopped);
      return input.kind === 'text' ? input.text : '';
    },
    readWithin: (limits) => readStream(open(), limits, stopped),
    lines: (maxBytes) => linesOf(kind === 'file' ? bigChunks() : open(), maxBytes, stopped),
  };
}

/** More than a stream reads by itself, so that reading costs little, and little enough for the processor's cache. */
const CHUNK_BYTES = 128 * 1024;

/** A file in larger chunks than standard input comes in by itself. */
const bigChunks = (): Readable =>
  createReadStream('', { fd: STDIN, autoClose: false, highWaterMark: CHUNK_BYTES });

function kindOf(descriptor: number): InputKind {
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFIFO()) return 'pipe';
    if (stats.isSocket()) return 'socket';
    return stats.isFile() ? 'file' : 'none';
  } catch {
    return 'none';
  }
}

/** @throws {AuthctlError} `INTERRUPTED` when it is stopped, `FILE_UNREADABLE` when it cannot be read. */
async function readStream(
  stream: NodeJS.ReadStream,
  { maxBytes, patienceMs }: InputLimits,
  stopped: AbortSignal,
): Promise<LimitedInput> {
  const chunks: Buffer[] = [];
  let length = 0;
  let silent = false;
  const stop = () => stream.destroy();
  const giveUp = () => {
    silent = true;
    stream.destroy();
  };
  const timer = patienceMs === undefined ? undefined : setTimeout(giveUp, patienceMs);
  stopped.addEventListener('abort', stop);
  if (stopped.aborted) stop();
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) return { kind: 'too-long' };
    }
  } catch (cause) {
    if (stopped.aborted) throw new AuthctlError('INTERRUPTED', 'interrupted while reading stdin', { cause });
    if (!silent) throw new AuthctlError('FILE_UNREADABLE', 'cannot read stdin', { cause });
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', stop);
  }
  if (silent) return { kind: 'silent' };
  return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') };
}

/** @throws {AuthctlError} `INTERRUPTED` when it is stopped, `FILE_UNREADABLE` when it cannot be read. */
async function* linesOf(stream: Readable, maxBytes: number, stopped: AbortSignal) {
  const stop = () => stream.destroy();
  stopped.addEventListener('abort', stop);
  if (stopped.aborted) stop();
  try {
    yield* lineBlocks(stream as AsyncIterable<Buffer>, maxBytes);
  } catch (cause) {
    if (stopped.aborted) throw new AuthctlError('INTERRUPTED', 'interrupted while reading stdin', { cause });
    throw new AuthctlError('FILE_UNREADABLE', 'cannot read stdin', { cause });
  } finally {
    stopped.removeEventListener('abort', stop);
  }
}
