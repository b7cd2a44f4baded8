import type { Evidence } from './evidence.js';
import { inconclusive, type Judgement } from './judgement.js';
import type { DenialKind } from './model.js';
import { isReached } from './witness.js';

/** A denial counts only from a subject whose credentials work; it is proven when somebody entitled gets through. */
export function denied(kind: DenialKind, evidence: Evidence, ...notes: readonly string[]): Judgement {
  if (!isVerified(evidence) && !(evidence.anonymous && kind === '401')) {
    return inconclusive(
      'unverified',
      `looks like a denial (${kind}), but the subject's canary does not work`,
    );
  }
  const proven = evidence.witnesses.some((witness) => witness.entitled && isReached(witness));
  return { verdict: 'deny', kind, reason: null, confidence: proven ? 'proven' : 'likely', notes };
}

/** An anonymous caller has no credentials to fail, so only a canary that fails speaks against it. */
export const isVerified = ({ anonymous, canary }: Evidence): boolean =>
  canary === 'ok' || (anonymous && canary === 'none');
