import type { DenyCondition } from '../config/probe-config.js';
import { type HttpFailureReason, type HttpHeaders, type HttpResponse, headerOf } from '../ports/http.js';
import { type BodyTraits, bodyTraits } from './body.js';
import { absoluteLocation } from './redirect.js';

/** The API answered. */
export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  /** Absolute; null where no `Location` was sent. */
  readonly location: string | null;
  /** Whether `WWW-Authenticate` was sent, which RFC 9110 section 11.6.1 asks of a 401. */
  readonly challenged: boolean;
  readonly body: BodyTraits;
  readonly durationMs: number;
  readonly attempts: number;
  /** Where a redirect that changes nothing of importance was followed to. */
  readonly followed: string | null;
  /** The body itself, where the request asked to keep it; and the header fields with it. */
  readonly text?: string;
  readonly headers?: HttpHeaders;
}

/** The request went out, or tried to, and nothing usable came back. */
export interface Silence {
  readonly kind: 'silence';
  readonly reason: HttpFailureReason;
  readonly message: string;
  readonly attempts: number;
}

/** Nothing was sent, or what was sent was given up. */
export interface Unsent {
  readonly kind: 'unsent';
  readonly why: 'interrupted' | 'network' | 'request-limit' | 'credential' | 'setup';
  /** What a person should know of it. */
  readonly message?: string;
}

export type Answer = Reply | Silence | Unsent;

/** Of the request, what its answer is read with. */
export interface AnsweredRequest {
  readonly method: string;
  readonly url: string;
  readonly markers: readonly string[];
  readonly denyWhen?: readonly DenyCondition[] | undefined;
  readonly forbidden?: readonly string[] | undefined;
  /** Whether the body is to be kept, and not only what it shows. */
  readonly keepsBody?: boolean;
}

/** Reduces a response to what the oracle needs. */
export function readReply(
  response: HttpResponse,
  request: AnsweredRequest,
  attempts: number,
  followed: string | null,
): Reply {
  const coding = headerOf(response.headers, 'content-encoding');
  return {
    kind: 'reply',
    status: response.status,
    location: absoluteLocation(request.url, headerOf(response.headers, 'location')),
    challenged: headerOf(response.headers, 'www-authenticate') !== undefined,
    body: bodyTraits({
      text: request.method === 'HEAD' ? headFingerprint(response) : response.body,
      path: new URL(request.url).pathname,
      truncated: response.truncated,
      encoded: request.method !== 'HEAD' && coding !== undefined && coding.toLowerCase() !== 'identity',
      markers: request.markers,
      status: response.status,
      denyWhen: request.denyWhen,
      forbidden: request.forbidden,
    }),
    durationMs: response.durationMs,
    attempts,
    followed,
    ...(request.keepsBody ? { text: response.body, headers: response.headers } : {}),
  };
}

/** HEAD has no body: the fields that describe the one GET would have stand for it. */
function headFingerprint({ headers }: HttpResponse): string {
  const fields = ['content-type', 'content-length', 'etag', 'last-modified'];
  return fields.map((name) => `${name}: ${headerOf(headers, name) ?? ''}`).join('\n');
}
