import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { AuthctlError } from '../errors.js';
import type { Output } from '../ports/output.js';

/**
 * Standard output or standard error.
 *
 * A pipe or a file is written to by system calls alone: Node's own stream takes a fifth of an empty program's time to
 * load. It is used for a terminal, and for what a pipe does not take at once.
 *
 * @param open - gives Node's stream for the descriptor.
 */
export function createOutput(descriptor: number, isTTY: boolean, open: () => NodeJS.WriteStream): Output {
  let stream: NodeJS.WriteStream | undefined;
  let hasReader = true;

  function failed(error: NodeJS.ErrnoException): void {
    hasReader = false;
    if (NOBODY_READS.has(error.code ?? '')) return;
    throw new AuthctlError('FILE_UNWRITABLE', `cannot write the output: ${error.message}`);
  }
  function throughStream(content: string | Uint8Array): void {
    if (!stream) {
      stream = open();
      stream.on('error', failed);
    }
    stream.write(typeof content === 'string' ? content : Uint8Array.from(content));
  }
  function directly(content: string | Uint8Array): void {
    let rest: Uint8Array = typeof content === 'string' ? Buffer.from(content) : content;
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') throughStream(rest);
      else failed(error as NodeJS.ErrnoException);
    }
  }

  return {
    isTTY,
    // A terminal that does not know its width says 0.
    columns: isTTY ? open().columns || undefined : undefined,
    write(content) {
      if (!hasReader) return;
      if (stream ?? isTTY) throughStream(content);
      else directly(content);
    },
    async ready() {
      if (!stream) return hasReader;
      if (hasReader && stream.writableNeedDrain) await once(stream, 'drain').catch(() => undefined);
      // What went wrong with a write comes as an event, after this turn of the event loop.
      await new Promise((done) => setImmediate(done));
      return hasReader;
    },
  };
}

/** A write to a pipe whose reader has gone is no error: the command ends as it would have. */
const NOBODY_READS: ReadonlySet<string> = new Set(['EPIPE', 'EOF']);
