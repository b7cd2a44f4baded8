import type { Waiver } from '../config/probe-config.js';
import { matchesGlob } from './decide.js';
import type { Finding, FindingClass, WaiverUse } from './result.js';

/** Findings, those that are accepted marked as such, and what became of each waiver. */
export interface Waived {
  readonly findings: readonly Finding[];
  readonly waivers: readonly WaiverUse[];
}

/**
 * Accepts the findings that a waiver names and that has not expired. The day of `until` is the last one on which it holds.
 *
 * @param now - seconds since the epoch.
 */
export function applyWaivers(findings: readonly Finding[], waivers: readonly Waiver[], now: number): Waived {
  const today = new Date(now * 1_000).toISOString().slice(0, 10);
  const isCurrent = ({ until }: Waiver): boolean => until >= today;
  const covers = (waiver: Waiver, { id }: Finding): boolean => matchesGlob(waiver.finding, id);
  return {
    findings: findings.map((finding) => {
      const waiver = waivers.find((each) => isCurrent(each) && covers(each, finding));
      return waiver ? { ...finding, waived: { reason: waiver.reason, until: waiver.until } } : finding;
    }),
    waivers: waivers.map((waiver) => {
      const { finding, reason, until, at } = waiver;
      const matched = findings.some((each) => covers(waiver, each));
      const state = !matched ? 'unmatched' : isCurrent(waiver) ? 'used' : 'expired';
      return { finding, reason, until, state, source: `${at.file}:${at.line}` };
    }),
  };
}

/** Classes that make a cell a violation; the others only remark on it. */
const VIOLATIONS: readonly FindingClass[] = [
  'exposed',
  'privilege-escalation',
  'bola',
  'bopla',
  'over-restricted',
  'wrong-denial',
];

/** Whether what a cell shows is accepted: it has violations, and each has a waiver. */
export function isAccepted(findings: readonly Finding[]): boolean {
  const violations = findings.filter((finding) => VIOLATIONS.includes(finding.class));
  return violations.length > 0 && violations.every(({ waived }) => waived !== null);
}

/** Cells of which every violation is accepted. */
export function waivedCells(findings: readonly Finding[]): ReadonlySet<number> {
  const violations = findings.filter((finding) => VIOLATIONS.includes(finding.class));
  const accepted = new Set<number>();
  for (const { waived, cells } of violations) if (waived) for (const cell of cells) accepted.add(cell);
  for (const { waived, cells } of violations) if (!waived) for (const cell of cells) accepted.delete(cell);
  return accepted;
}
