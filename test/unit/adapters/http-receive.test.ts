import { afterEach, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http-undici.js';
import type { BodySink, HttpHead, HttpRequest } from '../../../src/ports/http.js';
import { type Answer, type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js';

let server: LoopbackServer;
afterEach(() => server.close());

async function send(answer: Answer, request: Partial<HttpRequest> = {}) {
  server = await startLoopbackServer(answer);
  const http = createHttp(new AbortController().signal);
  return http.send({ method: 'GET', url: `${server.url}/`, ...request });
}

const BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

/** Keeps what it is given. */
function keeping() {
  const heads: HttpHead[] = [];
  const chunks: Uint8Array[] = [];
  const sink: BodySink = (chunk) => {
    chunks.push(Uint8Array.from(chunk));
    return 'more';
  };
  const receive = (head: HttpHead): BodySink => {
    heads.push(head);
    return sink;
  };
  return { heads, receive, content: () => Uint8Array.from(Buffer.concat(chunks)) };
}

test('a body is received byte by byte as it was sent, and the answer keeps nothing of it', async () => {
  const kept = keeping();
  const outcome = await send((_, response) => void response.writeHead(201, { 'x-a': 'b' }).end(BYTES), {
    receive: kept.receive,
  });
  expect(kept.content()).toEqual(BYTES);
  expect(kept.heads).toEqual([{ status: 201, headers: expect.objectContaining({ 'x-a': 'b' }) }]);
  expect(outcome).toMatchObject({
    kind: 'response',
    status: 201,
    body: '',
    truncated: false,
    receivedBytes: 256,
  });
});

test('bytes are sent as they are', async () => {
  const kept = keeping();
  const outcome = await send((request, response) => response.end(request.body), {
    method: 'POST',
    bytes: Buffer.from('{"a":"\u00e9"}'),
    receive: kept.receive,
  });
  expect(outcome).toMatchObject({ status: 200 });
  expect(Buffer.from(kept.content()).toString()).toBe('{"a":"\u00e9"}');
});

test('a head that nobody wants to receive the body of leaves it where it usually is', async () => {
  const outcome = await send((_, response) => response.end('kept'), { receive: () => undefined });
  expect(outcome).toMatchObject({ body: 'kept', truncated: false });
  expect(outcome).not.toHaveProperty('receivedBytes');
});

test('a body that never ends is read until somebody has enough of it', async () => {
  let length = 0;
  const endless: Answer = (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(16_384)));
    };
    response.on('drain', more);
    more();
  };
  const outcome = await send(endless, {
    receive: () => (chunk) => {
      length += chunk.length;
      return length > 100_000 ? 'enough' : 'more';
    },
  });
  expect(outcome).toMatchObject({ status: 200, truncated: true, receivedBytes: length });
});

test('what takes the body may fail, and that is no failure of the network', async () => {
  const full = new Error('the disk is full');
  const sent = send((_, response) => response.end('data'), {
    receive: () => () => {
      throw full;
    },
  });
  await expect(sent).rejects.toBe(full);
});

test('the time that the body is waited for begins anew with each piece; that of its taker does not count', async () => {
  const slowTaker: BodySink = () => new Promise((done) => setTimeout(() => done('more'), 60));
  const outcome = await send((_, response) => response.end('data'), {
    timeoutMs: 40,
    receive: () => slowTaker,
  });
  expect(outcome).toMatchObject({ status: 200, receivedBytes: 4 });
});

test('a body that stops in the middle is a time-out', async () => {
  const outcome = await send((_, response) => void response.writeHead(200).write('beginning'), {
    timeoutMs: 40,
    receive: keeping().receive,
  });
  expect(outcome).toMatchObject({ kind: 'failure', reason: 'timeout' });
});
