import type { DenialKind } from './model.js';
import type { Confidence, Reason, Verdict } from './result.js';

/** The verdict on one cell and what it rests on; the fields are those of `Cell`. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly kind: DenialKind | null;
  readonly reason: Reason | null;
  readonly confidence: Confidence | null;
  readonly notes: readonly string[];
}

/** How the note on a redirect begins that was followed, with a request of its own. */
export const FOLLOWED = 'followed a redirect to ';

/** The note of a denial that a success status hides. */
export const TOLD_IN_BODY = 'a success status whose body denies';

export const allowed = (confidence: Confidence, ...notes: readonly string[]): Judgement => ({
  verdict: 'allow',
  kind: null,
  reason: null,
  confidence,
  notes,
});

export const reached = (note: string): Judgement => ({
  verdict: 'reached',
  kind: null,
  reason: null,
  confidence: 'possible',
  notes: [note],
});

export const inconclusive = (reason: Reason, ...notes: readonly string[]): Judgement => ({
  verdict: 'inconclusive',
  kind: null,
  reason,
  confidence: null,
  notes,
});

export const skipped = (reason: Reason): Judgement => ({
  verdict: 'skipped',
  kind: null,
  reason,
  confidence: null,
  notes: [],
});

export const notApplicable = (): Judgement => ({
  verdict: 'not-applicable',
  kind: null,
  reason: null,
  confidence: null,
  notes: [],
});
