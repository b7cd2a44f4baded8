import type { Severity } from '../finding.js';

/** From worst to mildest. */
export const SEVERITIES = [
  'critical',
  'high',
  'medium',
  'low',
  'info',
] as const satisfies readonly Severity[];

/** Where the exit code turns; `never` for no finding at all. */
export type Threshold = Severity | 'never';

/** Orders the worst first. */
export const bySeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

export function isAtOrOver(severity: Severity, threshold: Threshold): boolean {
  return threshold !== 'never' && bySeverity(severity, threshold) <= 0;
}
