import type { Plan } from './plan.js';
import { sentOf } from './plan-tally.js';

/** What a plan takes, controls included and retries not. */
export interface Estimate {
  readonly requests: number;
  /** At the rate asked for; at a hundred requests a second where none is. */
  readonly seconds: number;
}

/** Requests a second that an unlimited run reaches on an API of average speed. */
export const USUAL_RATE = 100;

/** For each subject: an unknown route, and a canary before and after, seen with and without credentials. */
const CONTROLS = 4;
/** Of a write: the write, and a look at its object afterwards. */
const PER_WRITE = 2;

/** @param rate - requests a second; undefined for no limit. */
export function estimate({ tally, subjects }: Pick<Plan, 'tally' | 'subjects'>, rate?: number): Estimate {
  const { read } = tally.sent;
  const requests = read + PER_WRITE * (sentOf(tally) - read) + CONTROLS * subjects.length;
  return { requests, seconds: Math.ceil(requests / Math.min(rate ?? USUAL_RATE, USUAL_RATE)) };
}
