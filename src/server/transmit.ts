import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { WrittenAnswer } from './written-answer.js';

/** Sends an answer. Resolves when everything was handed over, or the client has gone. */
export async function transmit(response: ServerResponse, answer: WrittenAnswer): Promise<void> {
  const { delayMs, transmission } = answer;
  if (delayMs !== undefined) await unlessGone(response, delay(delayMs, undefined, { ref: false }));
  if (response.destroyed) return;
  switch (transmission?.kind) {
    case undefined:
      head(response, answer).end(answer.content === '' ? undefined : answer.content);
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncated':
      head(response, answer).write(answer.content.slice(0, transmission.bytes), () => response.destroy());
      return;
    case 'slow':
      return slowly(response, answer, transmission.intervalMs);
    case 'endless':
      return endlessly(response, answer);
  }
}

function head(response: ServerResponse, { status, headers, content }: WrittenAnswer): ServerResponse {
  const length =
    content === '' && (status === 204 || status === 304)
      ? {}
      : { 'content-length': Buffer.byteLength(content) };
  return response.writeHead(status, { ...fieldsOf(headers), ...length });
}

/** Node.js does not change them, though its types do not say so. */
const fieldsOf = (headers: WrittenAnswer['headers']): OutgoingHttpHeaders => headers as OutgoingHttpHeaders;

async function slowly(response: ServerResponse, answer: WrittenAnswer, intervalMs: number): Promise<void> {
  head(response, answer).flushHeaders();
  for (const byte of Buffer.from(answer.content)) {
    await unlessGone(response, delay(intervalMs, undefined, { ref: false }));
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
  }
  response.end();
}

const ENDLESS_CHUNK = `${' '.repeat(64 * 1024 - 1)}\n`;

async function endlessly(response: ServerResponse, answer: WrittenAnswer): Promise<void> {
  const { 'content-length': _, ...headers } = answer.headers;
  response.writeHead(answer.status, fieldsOf(headers));
  response.write(answer.content.slice(0, 1));
  while (!response.destroyed) {
    if (!response.write(ENDLESS_CHUNK)) await unlessGone(response, once(response, 'drain'));
    else await new Promise((next) => setImmediate(next));
  }
}

/** Waits no longer than the client does. */
async function unlessGone(response: ServerResponse, event: Promise<unknown>): Promise<void> {
  if (response.destroyed) return;
  await Promise.race([event, once(response, 'close')]).catch(() => undefined);
}
