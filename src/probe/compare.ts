import type { DenialKind, Expectation } from './model.js';
import type { Outcome, Verdict } from './result.js';

/** Of a judged cell, what decides its outcome. */
export interface Compared {
  readonly verdict: Verdict;
  readonly kind: DenialKind | null;
  readonly expected: Expectation | null;
  /** Members of the body that must not be there. */
  readonly exposes?: readonly string[];
}

/**
 * Whether an observation is what was meant.
 *
 * What is inconclusive satisfies nothing. What merely got past the guard (`reached`) is a violation where a denial was
 * meant and settles nothing where access was. A body with a member that must not be there is a violation whoever gets it. A method that the API does not have is neither access nor denial.
 */
export function outcomeOf({ verdict, kind, expected, exposes = [] }: Compared): Outcome {
  if (verdict === 'skipped' || verdict === 'inconclusive') return verdict;
  if (verdict === 'allow' && exposes.length > 0) return 'violation';
  if (expected === null || expected.verdict === 'any') return 'observed';
  return comparedWith(expected, verdict, kind);
}

function comparedWith(
  expected: Exclude<Expectation, { verdict: 'any' }>,
  verdict: Exclude<Verdict, 'skipped' | 'inconclusive'>,
  kind: DenialKind | null,
): Outcome {
  switch (verdict) {
    case 'not-applicable':
      return 'inconclusive';
    case 'allow':
      return expected.verdict === 'allow' ? 'as-expected' : 'violation';
    case 'reached':
      return expected.verdict === 'allow' ? 'inconclusive' : 'violation';
    case 'deny':
      if (expected.verdict === 'allow') return 'violation';
      return expected.kind === undefined || expected.kind === kind ? 'as-expected' : 'violation';
  }
}
