import { answerOf } from '../probe/probe.js';
import type { ProbeResult } from '../probe/result.js';

/** What a result comes to, in one phrase; as the exit status has it. */
export interface ResultVerdict {
  readonly kind: 'good' | 'bad' | 'open';
  readonly text: string;
}

const VERDICTS = {
  yes: { kind: 'good', text: 'Access is as meant' },
  no: { kind: 'bad', text: 'Access differs from what is meant' },
  unknown: { kind: 'open', text: 'Access is not settled' },
} as const satisfies Record<ReturnType<typeof answerOf>, ResultVerdict>;

export const verdictOf = (result: ProbeResult): ResultVerdict => VERDICTS[answerOf(result)];
