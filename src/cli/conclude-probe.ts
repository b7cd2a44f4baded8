import { answerOf } from '../probe/probe.js';
import type { ProbeResult } from '../probe/result.js';
import type { Context } from './context.js';
import type { ExitName } from './exit-codes.js';
import type { ProbeRecord } from './probe-record.js';
import { type WantedReport, writeReports } from './probe-reports.js';

const exits = { yes: 'ok', no: 'no', unknown: 'unknown' } as const satisfies Record<string, ExitName>;

/** What is done with a result besides printing it. */
export interface Conclusion {
  readonly record: ProbeRecord;
  readonly reports: readonly WantedReport[];
  /** Whether it is the part of a run that has no routes: nothing is open there. */
  readonly isEmptyShard: boolean;
}

/** Compares a result with what was recorded, records it, prints it, and writes its reports. */
export async function concludeProbe(
  ctx: Context,
  found: ProbeResult,
  { record, reports, isEmptyShard }: Conclusion,
): Promise<void> {
  const result = record.compared(found);
  const exit = isEmptyShard ? 'ok' : exits[answerOf(result)];
  const isKept = await record.keep(result);
  ctx.outcome = exit === 'ok' && !isKept ? 'unknown' : exit;
  await writeReports(ctx, reports, result);
}
