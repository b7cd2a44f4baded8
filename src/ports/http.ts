/** One request, sent exactly as written: no redirect is followed and no path is normalised. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute `http:` or `https:` URL. What follows the authority goes on the wire byte by byte. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body, where it is no text; `body` is absent then. */
  readonly bytes?: Uint8Array;
  /** Whole exchange, headers and body; default 30,000. Of a body that is received, each silence. */
  readonly timeoutMs?: number;
  /** How much of the body is kept, in bytes; the rest is not read. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Asked once the head is there: what takes the body as it arrives, however long it is; undefined to keep it. */
  readonly receive?: (head: HttpHead) => BodySink | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Takes the bytes of a body in their order; more are read once it has settled. After `enough` nothing more is read.
 * When it throws, the answer is given up and `send` throws the same.
 */
export type BodySink = (chunk: Uint8Array) => BodyWish | Promise<BodyWish>;
export type BodyWish = 'more' | 'enough';

/** What comes before a body. */
export interface HttpHead {
  readonly status: number;
  readonly headers: HttpHeaders;
}

/** Names in lower case; a field sent more than once keeps each value. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A complete answer, or the first `maxBytes` of its body. */
export interface HttpResponse extends HttpHead {
  readonly kind: 'response';
  /** Decoded as UTF-8; bytes that are none become U+FFFD. Empty where the body was received. */
  readonly body: string;
  /** True when the body was longer than `maxBytes`, or than what was received. */
  readonly truncated: boolean;
  /** How many bytes of the body were received. */
  readonly receivedBytes?: number;
  readonly durationMs: number;
}

/** Why there is no answer. `address`: the name did not resolve. */
export type HttpFailureReason = 'address' | 'connect' | 'tls' | 'reset' | 'timeout' | 'protocol' | 'aborted';

export interface HttpFailure {
  readonly kind: 'failure';
  readonly reason: HttpFailureReason;
  /** What the network said, for a person; holds nothing of the request but its host. */
  readonly message: string;
  /** What to do about it, where that is known. */
  readonly hint?: string;
}

/** Whatever came of one request. Sending throws nothing but what `receive` does: the caller classifies, then acts. */
export type HttpOutcome = HttpResponse | HttpFailure;

/** The only way to the network. */
export interface Http {
  send(request: HttpRequest): Promise<HttpOutcome>;
}

/** The first value of a header field, or undefined where it was not sent. */
export function headerOf(headers: HttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' || value === undefined ? value : value[0];
}
