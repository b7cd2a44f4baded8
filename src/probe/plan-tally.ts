import type { Effect } from '../config/probe-config.js';
import type { PlannedCell } from './plan.js';
import type { Reason } from './result.js';

/** A plan in numbers of cells. */
export interface PlanTally {
  /** To be sent, by what they do. */
  readonly sent: Readonly<Record<Effect, number>>;
  /** Left out, by why. */
  readonly skipped: ReadonlyMap<Reason, number>;
  /** Methods of the reads that are sent, in the order in which they occur. */
  readonly readMethods: ReadonlySet<string>;
  /** Whether anything is expected of any cell. */
  readonly expects: boolean;
}

export const sentOf = ({ sent }: PlanTally): number => sent.read + sent.write + sent.delete;

export interface TallyTaker {
  add(cell: PlannedCell): void;
  readonly tally: PlanTally;
}

export function tallyTaker(): TallyTaker {
  const sent = { read: 0, write: 0, delete: 0 };
  const skipped = new Map<Reason, number>();
  const readMethods = new Set<string>();
  let expects = false;
  return {
    add({ skip, effect, route, expected }) {
      expects ||= expected !== null;
      if (skip !== null) {
        skipped.set(skip, (skipped.get(skip) ?? 0) + 1);
        return;
      }
      sent[effect] += 1;
      if (effect === 'read') readMethods.add(route.method);
    },
    get tally() {
      return { sent, skipped, readMethods, expects };
    },
  };
}
