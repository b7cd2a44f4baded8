import type { AcceptedFinding, PlacedFinding } from '../token/lint/baseline.js';
import type { LintedToken } from '../token/lint/lint-tokens.js';
import { rules } from '../token/lint/registry.js';
import type { Rule } from '../token/lint/rule.js';
import { version } from '../version.js';
import type { LintReport } from './lint.js';
import { markdownProse } from './markdown.js';
import { SARIF_LEVELS, SARIF_SCHEMA, sarifUri } from './sarif.js';

/**
 * What `lint` found, as SARIF 2.1.0: every rule with its help and source, a result for each finding, those that the
 * baseline accepts as suppressed. Holds no time of day and no part of the token beyond what a message quotes.
 */
export function lintSarif({ result }: LintReport): object {
  const tokens = new Map(result.tokens.map((token) => [token.fingerprint, token]));
  const resultOf = (finding: PlacedFinding) => sarifResult(finding, tokens.get(finding.token));
  return {
    $schema: SARIF_SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'authctl', semanticVersion: version, rules: rules.map(sarifRule) } },
        columnKind: 'utf16CodeUnits',
        results: [
          ...result.findings.map(resultOf),
          ...result.accepted.map((finding) => ({
            ...resultOf(finding),
            suppressions: [suppression(finding)],
          })),
        ],
      },
    ],
  };
}

function sarifRule({ id, title, severity, sources, advice }: Rule): object {
  const links = sources.map((source) => `[${source.title}](${source.url})`).join(', ');
  const { level, score } = SARIF_LEVELS[severity];
  return {
    id,
    shortDescription: { text: title },
    help: {
      text: `${advice}\n\n${sources.map((source) => `${source.title}: ${source.url}`).join('\n')}`,
      markdown: `${markdownProse(advice)}\n\n${links}`,
    },
    helpUri: sources[0].url,
    defaultConfiguration: { level },
    properties: { tags: ['security', 'token', id.split('.')[0]], 'security-severity': score },
  };
}

function sarifResult({ id, severity, message, at, token }: PlacedFinding, linted?: LintedToken): object {
  return {
    ruleId: id,
    ruleIndex: rules.findIndex((rule) => rule.id === id),
    level: SARIF_LEVELS[severity].level,
    message: { text: message },
    locations: [
      {
        ...(linted?.file ? { physicalLocation: fileLocation(linted.file, linted.line) } : {}),
        logicalLocations: [{ fullyQualifiedName: at === '' ? '/' : at, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'authctl/v1': [id, at, token].join(' ') },
    properties: { severity },
  };
}

/** Accepted in a file beside the code, for the reason that stands there. */
const suppression = ({ reason }: AcceptedFinding): object => ({
  kind: 'external',
  ...(reason === undefined ? {} : { justification: reason }),
});

/** @param line - where the token stands; it has one line. */
function fileLocation(file: string, line = 1): object {
  return { artifactLocation: { uri: sarifUri(file) }, region: { startLine: line } };
}
