import { type Dispatcher, errors } from 'undici';
import type { BodySink, BodyWish, Http, HttpFailureReason, HttpOutcome, HttpRequest } from '../ports/http.js';
import type { Transport } from '../ports/transport.js';
import { createDispatcher } from './dispatcher.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Scheme and authority, then everything after it as written. */
const URL_PARTS = /^(https?:\/\/[^/?#]+)([^#]*)/i;

const DIRECT: Transport = { insecure: false, proxy: {} };

/** An HTTP client over undici's own dispatcher: keeps connections alive, follows nothing, changes nothing. */
export function createHttp(stopped: AbortSignal, transport: Transport = DIRECT): Http {
  const dispatcher = createDispatcher(transport);
  return { send: (request) => send(dispatcher, request, stopped) };
}

async function send(agent: Dispatcher, request: HttpRequest, stopped: AbortSignal): Promise<HttpOutcome> {
  const [, origin, rest = ''] = URL_PARTS.exec(request.url) ?? [];
  if (origin === undefined)
    return { kind: 'failure', reason: 'protocol', message: 'the address is no http or https URL' };
  const deadline = new Deadline(request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signals = [stopped, deadline.signal, ...(request.signal ? [request.signal] : [])];
  const content = request.bytes ?? request.body;
  const started = performance.now();
  try {
    const answer = await agent.request({
      origin,
      path: rest.startsWith('/') ? rest : `/${rest}`,
      method: request.method as Dispatcher.HttpMethod,
      signal: AbortSignal.any(signals),
      ...(request.headers ? { headers: request.headers } : {}),
      ...(content === undefined ? {} : { body: content }),
    });
    const head = { status: answer.statusCode, headers: answer.headers };
    const sink = request.receive?.(head);
    const body = sink
      ? await handOver(answer.body, sink, deadline)
      : await readBody(answer.body, request.maxBytes ?? DEFAULT_MAX_BYTES);
    return { kind: 'response', ...head, ...body, durationMs: Math.round(performance.now() - started) };
  } catch (cause) {
    if (cause instanceof SinkFailure) throw cause.cause;
    return failureOf(cause, { timedOut: deadline.signal.aborted, stopped: stopped.aborted, host: origin });
  } finally {
    deadline.stop();
  }
}

/** A time-out that can be set back. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
    this.start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  start(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Reads at most `maxBytes`; an endless body ends there, and its connection with it. */
async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number) {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  const whole = Buffer.concat(chunks);
  return { body: whole.subarray(0, maxBytes).toString('utf8'), truncated: length > maxBytes };
}

/** What a sink threw: it is no failure of the network. */
class SinkFailure extends Error {}

/** Hands a body over as it arrives. The time that the sink takes does not count. */
async function handOver(body: Dispatcher.ResponseData['body'], sink: BodySink, deadline: Deadline) {
  let receivedBytes = 0;
  deadline.start();
  for await (const chunk of body as AsyncIterable<Buffer>) {
    deadline.stop();
    receivedBytes += chunk.length;
    if ((await taken(sink, chunk)) === 'enough') return { body: '', truncated: true, receivedBytes };
    deadline.start();
  }
  return { body: '', truncated: false, receivedBytes };
}

async function taken(sink: BodySink, chunk: Uint8Array): Promise<BodyWish> {
  try {
    return await sink(chunk);
  } catch (cause) {
    throw new SinkFailure('the body could not be taken', { cause });
  }
}

const REASON_OF_CODE: Readonly<Record<string, HttpFailureReason>> = {
  ENOTFOUND: 'address',
  EAI_AGAIN: 'address',
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  EADDRNOTAVAIL: 'connect',
  UND_ERR_CONNECT_TIMEOUT: 'connect',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
};

const MESSAGES = {
  address: 'its name does not resolve',
  connect: 'nothing accepts connections there',
  tls: 'the TLS handshake failed',
  reset: 'it closed the connection before the answer was complete',
  timeout: 'it did not answer in time',
  protocol: 'it does not speak HTTP',
  aborted: 'interrupted',
} as const satisfies Record<HttpFailureReason, string>;

const TLS_HINT =
  'trust its authority with --ca FILE (or AUTHCTL_CA), or show a certificate of yours with --client-cert and --client-key';

function failureOf(
  thrown: unknown,
  circumstances: { readonly timedOut: boolean; readonly stopped: boolean; readonly host: string },
): HttpOutcome {
  const reason = reasonOf(thrown, circumstances);
  const detail = reason === 'tls' || reason === 'protocol' ? ` (${innermost(thrown).message})` : '';
  const hint = reason === 'tls' ? TLS_HINT : undefined;
  const message = `${circumstances.host}: ${MESSAGES[reason]}${detail}`;
  return { kind: 'failure', reason, message, ...(hint ? { hint } : {}) };
}

function reasonOf(
  thrown: unknown,
  { timedOut, stopped }: { readonly timedOut: boolean; readonly stopped: boolean },
): HttpFailureReason {
  if (stopped) return 'aborted';
  if (timedOut) return 'timeout';
  const { code, name } = innermost(thrown);
  if (name === 'AbortError') return 'aborted';
  if (thrown instanceof errors.HTTPParserError || code.startsWith('HPE_')) return 'protocol';
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code)) return 'tls';
  return REASON_OF_CODE[code] ?? 'protocol';
}

/** The error at the bottom of a chain of causes, or the first of several attempts. */
function innermost(thrown: unknown): {
  readonly code: string;
  readonly name: string;
  readonly message: string;
} {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return innermost(thrown.errors[0]);
  const { cause, code = '', name = '', message = '' } = thrown as NodeJS.ErrnoException;
  if (code === '' && cause !== undefined) return innermost(cause);
  return { code, name, message };
}
