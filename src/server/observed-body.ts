import type { IncomingMessage } from 'node:http';

/** The most that is kept of a body which somebody else reads, in bytes. */
const MOST_BYTES = 64 * 1024;

/**
 * Keeps what somebody else reads of a request's body, without reading any of it.
 *
 * @returns what tells the text that was read so far.
 */
export function observedBody(request: IncomingMessage): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  const emit = request.emit.bind(request) as (name: string | symbol, ...rest: unknown[]) => boolean;
  request.emit = (name: string | symbol, ...rest: unknown[]) => {
    const [chunk] = rest;
    if (name === 'data' && chunk instanceof Buffer && length < MOST_BYTES) {
      chunks.push(chunk);
      length += chunk.length;
    }
    return emit(name, ...rest);
  };
  return () => Buffer.concat(chunks).toString();
}
