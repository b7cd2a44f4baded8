import { resolve } from 'node:path';
import type { BodySink, BodyWish, HttpHead } from '../ports/http.js';
import { headLines } from '../report/request.js';
import type { Context } from './context.js';
import { printText } from './print.js';
import { shownHeaders } from './shown-headers.js';

/** Of what is kept to be shown; a longer body is cut, and that is said. */
export const MOST_SHOWN = 10 * 1024 * 1024;

/** Where the body of an answer goes. */
export interface BodyPlace {
  readonly receive: (head: HttpHead) => BodySink;
  /** What was kept to be shown; undefined where it went elsewhere. */
  kept(): Uint8Array | undefined;
  /** The file that it was written to. */
  savedTo(): string | null;
  /** Called when the body is whole. */
  finish(): Promise<void>;
  /** Called when it is not. */
  discard(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

const IN_NO_FILE = { savedTo: () => null, finish: nothing, discard: nothing } as const;

/** Keeps the beginning, to be shown on a terminal or in a JSON document. */
export function keptBody(): BodyPlace {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const sink: BodySink = (chunk) => {
    chunks.push(chunk.subarray(0, MOST_SHOWN - length));
    length += chunk.length;
    return length > MOST_SHOWN ? 'enough' : 'more';
  };
  return { ...IN_NO_FILE, receive: () => sink, kept: () => Buffer.concat(chunks) };
}

/** Writes the bytes to standard output as they come, until nobody reads any more. */
export function passedBody(ctx: Context, include: boolean): BodyPlace {
  const sink: BodySink = async (chunk) => {
    ctx.stdout.write(chunk);
    return (await ctx.stdout.ready()) ? 'more' : 'enough';
  };
  return {
    receive: ({ status, headers }) => {
      if (include) printText(ctx, headLines(status, shownHeaders(headers)));
      return sink;
    },
    kept: () => undefined,
    ...IN_NO_FILE,
  };
}

/**
 * Writes the body of a success to a file; what else comes goes to another place, and the file stays as it was.
 *
 * @throws {AuthctlError} `FILE_UNWRITABLE`
 */
export async function savedBody(ctx: Context, path: string, other: BodyPlace): Promise<BodyPlace> {
  const file = await ctx.ports.files.create(resolve(ctx.cwd, path));
  let saved = false;
  const sink = async (chunk: Uint8Array): Promise<BodyWish> => {
    await file.write(chunk);
    return 'more';
  };
  return {
    receive: (head) => {
      saved = head.status < 400;
      return saved ? sink : other.receive(head);
    },
    kept: () => (saved ? undefined : other.kept()),
    savedTo: () => (saved ? path : null),
    finish: () => (saved ? file.finish() : file.discard()),
    discard: () => file.discard(),
  };
}
