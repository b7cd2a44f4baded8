import { type HttpOutcome, headerOf } from '../ports/http.js';
import { statusClass } from './status-class.js';

/** How often one request was refused so far, by the cause. */
export interface Refusals {
  readonly throttled: number;
  readonly serverError: number;
  readonly network: number;
}

export interface Retry {
  readonly cause: keyof Refusals;
  readonly waitMs: number;
}

/** Longer requests to wait are not obeyed by waiting, but by not asking again. */
const LONGEST_WAIT_MS = 60_000;

const MOST = { throttled: 3, serverError: 1, network: 2 } as const satisfies Record<keyof Refusals, number>;
const FIRST_WAIT_MS = { throttled: 1_000, serverError: 500, network: 250 } as const satisfies Record<
  keyof Refusals,
  number
>;

/**
 * Whether a request is sent again, and after how long; null to take the answer as it is.
 *
 * A request that may change something is only sent again where the API said that it did not take it. 408, 425, 429 and 503 are retried 3 times after `Retry-After` (RFC 9110 section 10.2.3) where it asks for 60 seconds at
 * most, else after 1, 2 and 4 seconds; other 5xx once; lost connections twice.
 *
 * @param now - seconds since the epoch, for a `Retry-After` that is a date.
 * @param safe - whether the request only reads.
 */
export function retryOf(outcome: HttpOutcome, refusals: Refusals, now: number, safe = true): Retry | null {
  const cause = causeOf(outcome);
  if (cause === null || (!safe && cause !== 'throttled')) return null;
  if (refusals[cause] >= MOST[cause]) return null;
  const asked = cause === 'throttled' && outcome.kind === 'response' ? retryAfterMs(outcome, now) : undefined;
  if (asked !== undefined && asked > LONGEST_WAIT_MS) return null;
  return { cause, waitMs: asked ?? FIRST_WAIT_MS[cause] * 2 ** refusals[cause] };
}

function causeOf(outcome: HttpOutcome): keyof Refusals | null {
  if (outcome.kind === 'failure') return outcome.reason === 'aborted' ? null : 'network';
  switch (statusClass(outcome.status)) {
    case 'throttled':
      return 'throttled';
    case 'server-error':
      return 'serverError';
    default:
      return null;
  }
}

function retryAfterMs(outcome: HttpOutcome & { kind: 'response' }, now: number): number | undefined {
  const value = headerOf(outcome.headers, 'retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now * 1_000);
}
