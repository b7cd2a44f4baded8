/**
 * Writes docs/lint-rules.md from the rules themselves, so that every rule is documented and none is that is not there.
 * A test compares the file with what this would write.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { subjectOf } from '../src/report/lint-rules.js';
import { markdownProse } from '../src/report/markdown.js';
import { rules } from '../src/token/lint/registry.js';
import type { Rule } from '../src/token/lint/rule.js';

const FAMILIES: Readonly<Record<string, string>> = {
  format: 'Encoding and structure',
  sig: 'Signature',
  alg: 'Algorithm',
  kid: 'Key id',
  hdr: 'Header',
  typ: 'Type',
  cty: 'Nesting',
  nested: 'Nesting',
  jwe: 'Encryption',
  source: 'How it was sent',
  key: 'Keys',
  jwks: 'Key sets',
  meta: 'Server metadata',
  batch: 'Across tokens',
};

const INTRODUCTION = `# Rules of \`authctl lint\`

Written by \`npm run lint-rules\` from the rules themselves. Every id is stable: it can be named in \`--disable\`,
\`--severity\`, \`authctl.yaml\` (\`lint:\`) and a baseline file, and is the \`ruleId\` in SARIF. A severity is the
usual one; some rules have degrees. A rule that names kinds of token judges only those: a kind is named by \`--profile\`,
else recognised from \`typ\` and the claims.
`;

/** The whole file. */
export function rulesGuide(): string {
  const titles = [...new Set(rules.map(familyOf))];
  const sections = titles.map((title) => {
    const rows = rules.filter((rule) => familyOf(rule) === title).map(row);
    return [
      `## ${title}`,
      '',
      '| rule | severity | what is wrong | what to change | source | judges |',
      '|---|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  return `${[INTRODUCTION, ...sections].join('\n')}`;
}

const familyOf = ({ id }: Rule): string => FAMILIES[id.split('.')[0] ?? ''] ?? 'Claims';

function row(rule: Rule): string {
  const sources = rule.sources.map(({ title, url }) => `[${title}](${url})`).join(', ');
  const cells = [
    `\`${rule.id}\``,
    rule.severity,
    markdownProse(rule.title),
    markdownProse(rule.advice),
    sources,
    markdownProse(subjectOf(rule)),
  ];
  return `| ${cells.join(' | ')} |`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync('docs', { recursive: true });
  writeFileSync('docs/lint-rules.md', rulesGuide());
}
