import { resolve } from 'node:path';
import { AuthctlError } from '../errors.js';
import type { Call } from '../request/call.js';
import { requireJson } from '../request/json-body.js';
import type { Context } from './context.js';
import { complain } from './print.js';

/** It is kept for a repeat, so that there has to be an end of it. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The body of a request and the headers that describe it. */
export type RequestBody = Pick<Call, 'headers' | 'body' | 'bytes'>;

/**
 * The body that `--data` names: the text itself, `@FILE`, or `-`. It is JSON, unless the headers say that it is something
 * else; it is sent as it was written.
 *
 * @throws {AuthctlError} `FILE_UNREADABLE`; `USAGE` for JSON that is none, and for more than 64 MiB.
 */
export async function bodyFrom(
  ctx: Context,
  data: string | undefined,
  headers: Call['headers'],
): Promise<RequestBody> {
  if (data === undefined) return { headers };
  const { bytes, file } = await contentOf(ctx, data);
  const text = textIn(bytes);
  if (headers['content-type'] !== undefined) {
    return text === undefined ? { headers, bytes } : { headers, body: text };
  }
  if (text === undefined) {
    throw new AuthctlError('USAGE', `${file ?? 'the body'} is no JSON: it is not UTF-8`, {
      hint: "name what it is, such as -H 'Content-Type: application/octet-stream'",
    });
  }
  requireJson(text, file);
  return { headers: { ...headers, 'content-type': 'application/json' }, body: text };
}

interface Content {
  readonly bytes: Uint8Array;
  /** As messages name it; undefined for the command line. */
  readonly file: string | undefined;
}

async function contentOf(ctx: Context, data: string): Promise<Content> {
  if (data === '-') return { bytes: await readStdin(ctx), file: 'stdin' };
  if (!data.startsWith('@')) return { bytes: Buffer.from(data), file: undefined };
  const path = data.slice(1);
  if (path === '') {
    throw new AuthctlError('USAGE', 'there is no name of a file after @', { hint: 'write -d @FILE' });
  }
  return { bytes: await collected(ctx.ports.files.chunks(resolve(ctx.cwd, path)), path), file: path };
}

async function readStdin(ctx: Context): Promise<Uint8Array> {
  if (ctx.stdin.isTTY) complain(ctx, 'reading the body from the terminal; end it with Ctrl-D');
  return collected(ctx.stdin.lines(MOST_BYTES), 'stdin');
}

async function collected(chunks: AsyncIterable<Uint8Array | null>, name: string): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk?.length ?? Number.POSITIVE_INFINITY;
    if (chunk === null || length > MOST_BYTES) {
      throw new AuthctlError('USAGE', `${name} holds more than 64 MiB: that is too much for one request`, {
        hint: 'send it in parts, or with another program: `authctl token --format curl` hands it the credential',
      });
    }
    kept.push(chunk);
  }
  return Buffer.concat(kept);
}

/** Undefined where it is not UTF-8. A byte order mark stays. */
function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
