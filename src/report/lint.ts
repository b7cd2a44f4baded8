import { isoTime } from '../token/duration.js';
import type { Severity } from '../token/finding.js';
import type { PlacedFinding } from '../token/lint/baseline.js';
import type { LintedToken, LintResult } from '../token/lint/lint-tokens.js';
import type { Kind } from '../token/lint/profile.js';
import { ruleById } from '../token/lint/registry.js';
import { SEVERITIES, type Threshold } from '../token/lint/severity.js';
import { count } from './count.js';
import { faint, type Renderer, type Span, type Style, strong, type Text, type View } from './text.js';
import { wrap } from './wrap.js';

/** What `lint` found, and from where on it counts. */
export interface LintReport {
  readonly result: LintResult;
  /** Findings at or over it make the command end with 1. */
  readonly failOn: Threshold;
  /** The baseline file, as it was named; null where there was none. */
  readonly baseline: string | null;
}

/** `authctl lint`: what is unwise in a token. */
export const lintRenderer: Renderer<LintReport> = {
  schema: 'authctl/lint@1',
  json: lintDocument,
  text: (report, view) => [
    ...report.result.tokens.flatMap((token) => tokenLines(token, report.result, view)),
    ...publishedLines(report.result, view),
    ...staleLines(report),
    summary(report),
  ],
};

function lintDocument({ result, failOn, baseline }: LintReport): object {
  return {
    at: { seconds: result.at, iso: isoTime(result.at) },
    failOn,
    baseline,
    tokens: result.tokens.map(({ origin, file, format, kind, fingerprint }) => ({
      source: origin,
      file,
      format,
      kind,
      fingerprint,
    })),
    server: result.server,
    findings: result.findings.map(findingDocument),
    accepted: result.accepted.map((finding) => ({
      ...findingDocument(finding),
      reason: finding.reason ?? null,
    })),
    stale: result.stale,
    summary: { ...tally(result.findings), accepted: result.accepted.length, stale: result.stale.length },
  };
}

function findingDocument({ id, severity, message, at, token }: PlacedFinding): object {
  const rule = ruleById(id);
  return {
    id,
    severity,
    message,
    at,
    token: token === '' ? null : token,
    advice: rule?.advice ?? null,
    sources: rule?.sources ?? [],
  };
}

function tally(findings: readonly PlacedFinding[]): Readonly<Record<Severity, number>> {
  const of = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return {
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    info: of('info'),
  };
}

/** What a kind of token is called at the start of a line. */
export const KIND_NAMES = {
  'access-token': 'Access token',
  'id-token': 'ID token',
  logout: 'Logout token',
  dpop: 'DPoP proof',
  other: 'Token',
} as const satisfies Record<Kind, string>;

/** Of several tokens, only those with findings are shown. */
function tokenLines(token: LintedToken, { findings, tokens }: LintResult, view: View): Text {
  const own = findings.filter((finding) => finding.token === token.fingerprint);
  if (own.length === 0 && tokens.length > 1) return [];
  return [
    [strong(KIND_NAMES[token.kind]), faint(` from ${token.origin}`)],
    ...own.flatMap((finding) => findingLines(finding, view)),
    '',
  ];
}

function titleOf(server: LintResult['server']): string {
  if (server === null) return 'Keys';
  return server.issuer === null ? 'Key set' : 'Server';
}

/** What was judged beside the tokens: the keys, and the server's metadata. */
function publishedLines({ findings, server }: LintResult, view: View): Text {
  const own = findings.filter(({ token }) => token === '');
  if (server === null && own.length === 0) return [];
  const origin = server?.issuer ?? server?.keySetUrl ?? null;
  const keys = server === null ? '' : ` with ${count(server.keys, 'key')}`;
  return [
    [strong(titleOf(server)), faint(`${origin === null ? '' : ` ${origin}`}${keys}`)],
    ...own.flatMap((finding) => findingLines(finding, view)),
    '',
  ];
}

const STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'caution',
  low: 'caution',
  info: 'faint',
};

export const severitySpan = (severity: Severity): Span => ({ text: severity, style: STYLES[severity] });

const INDENT = 4;

/** The rule, what was found, what to change, and where that is written. */
function findingLines({ id, severity, message, at }: PlacedFinding, { width }: View): Text {
  const rule = ruleById(id);
  const place = at === '' ? [] : [faint(` at ${at}`)];
  return [
    '',
    ['  ', severitySpan(severity), '  ', strong(id), ...place],
    ...wrap(message, width, INDENT),
    ...(rule ? wrap(`-> ${rule.advice}`, width, INDENT, 3) : []),
    ...(rule ? [[' '.repeat(INDENT), faint(`${rule.sources[0].title}, ${rule.sources[0].url}`)]] : []),
  ];
}

function staleLines({ result, baseline }: LintReport): Text {
  if (result.stale.length === 0) return [];
  return [
    `No longer needed in ${baseline ?? 'the baseline'}:`,
    ...result.stale.map(({ rule, at, token }) => `  ${rule} ${[at, token].filter(Boolean).join(' ')}`),
    '',
  ];
}

function summary({ result, baseline }: LintReport): string {
  const tallied = tally(result.findings);
  const parts = SEVERITIES.filter((severity) => tallied[severity] > 0).map(
    (severity) => `${tallied[severity]} ${severity}`,
  );
  const within = result.tokens.length > 1 ? ` in ${count(result.tokens.length, 'token')}` : '';
  const found =
    parts.length === 0
      ? `no findings${within}`
      : `${count(result.findings.length, 'finding')}${within}: ${parts.join(', ')}`;
  const accepted = result.accepted.length;
  return accepted === 0 ? found : `${found}; ${accepted} accepted by ${baseline}`;
}
