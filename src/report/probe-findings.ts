import type { Finding, ProbeResult } from '../probe/result.js';
import { count } from './count.js';
import { shellLines } from './shell-lines.js';
import { faint, type Line, type Style, type Text, type View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies Finding['severity'][];

const styles = {
  critical: 'bad',
  high: 'bad',
  medium: 'caution',
  low: 'accent',
  info: 'faint',
} as const satisfies Record<Finding['severity'], Style>;

/** The defects that a probe found, the gravest first, each with a line that repeats its request. */
export function findingsText({ findings }: Pick<ProbeResult, 'findings'>, view: View): Text {
  if (findings.length === 0) return [];
  const open = findings.filter(({ waived }) => waived === null);
  const ordered = SEVERITIES.flatMap((severity) => open.filter((finding) => finding.severity === severity));
  if (open.length === 0) return [];
  return [
    count(open.length, 'finding'),
    ...ordered.flatMap((finding) => ['', ...findingText(finding, view)]),
  ];
}

function findingText(finding: Finding, { width }: View): Text {
  const indented = (text: string) => wrap(visible(text), width, 2);
  return [
    ...headline(finding, width),
    ...indented(finding.message),
    ...shellLines(visible(finding.repeat), width, 2).map((line): Line => [faint(line)]),
  ];
}

function headline(finding: Finding, width: number): Text {
  const { severity, confidence, owasp, cwe } = finding;
  const start = `${severity} `;
  const rest = [finding.class, confidence, owasp, cwe === null ? null : `CWE-${cwe}`].filter(
    (part) => part !== null,
  );
  const [first = '', ...others] = wrap(start + rest.join(', '), width, 0, 2);
  return [[{ text: severity, style: styles[severity] }, first.slice(severity.length)], ...others];
}
