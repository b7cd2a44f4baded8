import { expect, test } from 'vitest';
import type { HttpOutcome } from '../../../src/ports/http.js';
import { type Refusals, retryOf } from '../../../src/probe/retry.js';

const NOW = 1_767_225_600; // 2026-01-01T00:00:00Z

const answer = (status: number, retryAfter?: string): HttpOutcome => ({
  kind: 'response',
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: '',
  truncated: false,
  durationMs: 1,
});
const lost = (reason: 'reset' | 'aborted'): HttpOutcome => ({ kind: 'failure', reason, message: '' });

interface Row {
  readonly when: string;
  readonly outcome: HttpOutcome;
  readonly refusals?: Partial<Refusals>;
  /** Milliseconds; null where it is not sent again. */
  readonly waits: number | null;
}

const rows: readonly Row[] = [
  { when: '200', outcome: answer(200), waits: null },
  { when: '403', outcome: answer(403), waits: null },
  ...[408, 425, 429, 503].map((status) => ({ when: `${status}`, outcome: answer(status), waits: 1_000 })),
  { when: 'the second 429', outcome: answer(429), refusals: { throttled: 1 }, waits: 2_000 },
  { when: 'the third 429', outcome: answer(429), refusals: { throttled: 2 }, waits: 4_000 },
  { when: 'the fourth 429', outcome: answer(429), refusals: { throttled: 3 }, waits: null },
  { when: 'Retry-After: 5', outcome: answer(429, '5'), waits: 5_000 },
  { when: 'Retry-After: 0', outcome: answer(429, '0'), waits: 0 },
  { when: 'Retry-After: 60', outcome: answer(503, ' 60 '), waits: 60_000 },
  { when: 'Retry-After: 61', outcome: answer(503, '61'), waits: null },
  {
    when: 'Retry-After in ten seconds',
    outcome: answer(429, 'Thu, 01 Jan 2026 00:00:10 GMT'),
    waits: 10_000,
  },
  { when: 'Retry-After in the past', outcome: answer(429, 'Wed, 31 Dec 2025 23:59:00 GMT'), waits: 0 },
  { when: 'Retry-After that is no time', outcome: answer(429, 'soon'), waits: 1_000 },
  {
    when: 'the fourth 429 with Retry-After',
    outcome: answer(429, '1'),
    refusals: { throttled: 3 },
    waits: null,
  },
  { when: '500', outcome: answer(500), waits: 500 },
  { when: '500 with Retry-After, which is for others', outcome: answer(500, '9'), waits: 500 },
  { when: 'the second 502', outcome: answer(502), refusals: { serverError: 1 }, waits: null },
  { when: '501 is an answer', outcome: answer(501), waits: null },
  { when: 'a reset', outcome: lost('reset'), waits: 250 },
  { when: 'the second reset', outcome: lost('reset'), refusals: { network: 1 }, waits: 500 },
  { when: 'the third reset', outcome: lost('reset'), refusals: { network: 2 }, waits: null },
  { when: 'given up', outcome: lost('aborted'), waits: null },
];

test.for(rows)('$when: $waits', ({ outcome, refusals, waits }) => {
  const none = { throttled: 0, serverError: 0, network: 0 };
  expect(retryOf(outcome, { ...none, ...refusals }, NOW)?.waitMs ?? null).toBe(waits);
});
