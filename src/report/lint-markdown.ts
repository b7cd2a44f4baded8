import type { PlacedFinding } from '../token/lint/baseline.js';
import { ruleById } from '../token/lint/registry.js';
import { KIND_NAMES, type LintReport } from './lint.js';
import { markdownProse, markdownRow, markdownText } from './markdown.js';

const HEAD = [
  markdownRow(['Severity', 'Rule', 'Place', 'Found', 'What to change']),
  markdownRow(['---', '---', '---', '---', '---']),
];

/** What `lint` found, as Markdown: a heading and a table for each token, and for the server. */
export function lintMarkdown({ result, baseline }: LintReport): string {
  const ofServer = result.findings.filter(({ token }) => token === '');
  const sections = [
    ...result.tokens.map(({ kind, origin, fingerprint }) => ({
      title: `${KIND_NAMES[kind]} from ${origin}`,
      findings: result.findings.filter(({ token }) => token === fingerprint),
    })),
    ...(ofServer.length > 0 ? [{ title: 'Server', findings: ofServer }] : []),
  ];
  const accepted =
    result.accepted.length > 0
      ? [`${result.accepted.length} accepted by ${markdownText(baseline ?? '')}.`, '']
      : [];
  const lines = sections.flatMap(({ title, findings }) => [
    `### ${markdownText(title)}`,
    '',
    ...(findings.length === 0 ? ['No findings.'] : [...HEAD, ...findings.map(row)]),
    '',
  ]);
  return [...lines, ...accepted].join('\n');
}

function row({ id, severity, message, at }: PlacedFinding): string {
  const rule = ruleById(id);
  const source = rule?.sources[0];
  const advice = `${markdownProse(rule?.advice ?? '')}${source ? ` ([${source.title}](${source.url}))` : ''}`;
  return markdownRow([severity, `\`${id}\``, markdownText(at), markdownText(message), advice]);
}
