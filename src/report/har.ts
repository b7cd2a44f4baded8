import type { HttpHeaders, HttpOutcome, HttpRequest } from '../ports/http.js';
import { isoTime } from '../token/duration.js';

/** A request and what came of it. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly outcome: HttpOutcome;
  /** Seconds since the epoch at which it was sent. */
  readonly at: number;
}

/** How parts of a message are written. */
export interface HarMasks {
  readonly header: (name: string, value: string) => string;
  readonly text: (text: string) => string;
}

/**
 * A log of exchanges as other tools read it: HTTP Archive 1.2. Requests without an answer have status 0, as browsers
 * write them.
 *
 * @param masks - take out what is secret.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function harOf(exchanges: readonly Exchange[], version: string, masks: HarMasks): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'authctl', version },
      entries: exchanges.map((exchange) => entryOf(exchange, masks)),
    },
  };
}

function entryOf({ request, outcome, at }: Exchange, masks: HarMasks): object {
  const durationMs = outcome.kind === 'response' ? outcome.durationMs : 0;
  return {
    startedDateTime: isoTime(at),
    time: durationMs,
    request: requestOf(request, masks),
    response: responseOf(outcome, masks),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    ...(outcome.kind === 'failure' ? { comment: outcome.message } : {}),
  };
}

function requestOf({ method, url, headers = {}, body, bytes }: HttpRequest, masks: HarMasks): object {
  const shown = masks.text(url);
  return {
    method,
    url: shown,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(headers, masks),
    queryString: [...new URL(shown).searchParams].map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: bytes?.length ?? Buffer.byteLength(body ?? ''),
    ...(body === undefined
      ? {}
      : { postData: { mimeType: headers['content-type'] ?? '', text: masks.text(body) } }),
  };
}

function responseOf(outcome: HttpOutcome, masks: HarMasks): object {
  if (outcome.kind === 'failure') {
    return { ...EMPTY_RESPONSE, content: { size: 0, mimeType: 'x-unknown' } };
  }
  const { status, headers, body, receivedBytes } = outcome;
  const size = receivedBytes ?? Buffer.byteLength(body);
  const [type = ''] = [headers['content-type'] ?? ''].flat();
  const [location = ''] = [headers.location ?? ''].flat();
  return {
    ...EMPTY_RESPONSE,
    status,
    headers: headersOf(headers, masks),
    content: { size, mimeType: type, ...(receivedBytes === undefined ? { text: masks.text(body) } : {}) },
    redirectURL: masks.text(location),
    bodySize: size,
  };
}

const EMPTY_RESPONSE = {
  status: 0,
  statusText: '',
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: [],
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
};

const headersOf = (headers: HttpHeaders, masks: HarMasks): readonly object[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => ({ name, value: masks.header(name.toLowerCase(), each) })),
  );
