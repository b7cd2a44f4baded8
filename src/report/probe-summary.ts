import type { ProbeResult, ProbeSummary } from '../probe/result.js';
import { count } from './count.js';

const stops = {
  interrupted: 'interrupted',
  network: 'stopped, because the API stopped answering',
  'request-limit': 'stopped by --max-requests',
} as const satisfies Record<NonNullable<ProbeResult['stopped']>, string>;

/** Why a run is not complete, in words; undefined where it is. */
export function incompleteness({
  complete,
  stopped,
}: Pick<ProbeResult, 'complete' | 'stopped'>): string | undefined {
  if (complete) return undefined;
  return stopped === null ? 'not everything was asked' : stops[stopped];
}

/** A probe in one line for a person and for `grep`: the numbers of cells, and that a run is incomplete. */
export function summaryLine(result: Pick<ProbeResult, 'summary' | 'complete' | 'stopped'>): string {
  const why = incompleteness(result);
  return `${countsOf(result.summary)}${why === undefined ? '' : ` (incomplete: ${why})`}`;
}

function countsOf({
  cells,
  asExpected,
  violations,
  waived,
  drift,
  skipped,
  inconclusive,
  observed,
}: ProbeSummary): string {
  const counts = [
    `${asExpected} as expected`,
    count(violations, 'violation'),
    ...(waived > 0 ? [`${waived} waived`] : []),
    `${drift} drift`,
    `${skipped} skipped`,
    `${inconclusive} inconclusive`,
    ...(observed > 0 ? [`${observed} observed`] : []),
  ];
  return `${count(cells, 'cell')}: ${counts.join(', ')}`;
}
