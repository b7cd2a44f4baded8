import type { Finding, Severity } from '../finding.js';
import type { JsonObject } from '../json.js';
import type { BatchRule, KeysRule, Match, Rule, ServerRule, TokenRule } from './rule.js';
import { bySeverity } from './severity.js';
import type { ServerSubject, TokenSubject } from './subject.js';

/** What the user changed of the rules. */
export interface RuleSettings {
  readonly disabled?: ReadonlySet<string> | undefined;
  /** Takes the place of the rule's severity, of every degree of it. */
  readonly severities?: ReadonlyMap<string, Severity> | undefined;
}

/** One token may break one rule ten thousand times; nobody reads that. */
const MOST_OF_ONE_RULE = 10;

/** The findings on one token, the worst first, then in the order of the rules. */
export function lintToken(
  rules: readonly Rule[],
  subject: TokenSubject,
  settings: RuleSettings = {},
): readonly Finding[] {
  const concerned = rules.filter(
    (rule): rule is TokenRule =>
      rule.about === 'token' && (rule.kinds === undefined || rule.kinds.includes(subject.kind)),
  );
  return sorted(concerned.flatMap((rule) => findingsOf(rule, settings, () => rule.judge(subject))));
}

/** The findings on keys, whoever signs with them. */
export function lintKeys(
  rules: readonly Rule[],
  keys: readonly JsonObject[],
  settings: RuleSettings = {},
): readonly Finding[] {
  const concerned = rules.filter((rule): rule is KeysRule => rule.about === 'keys');
  return sorted(concerned.flatMap((rule) => findingsOf(rule, settings, () => rule.judge(keys))));
}

/** The findings on what a server publishes. */
export function lintServer(
  rules: readonly Rule[],
  server: ServerSubject,
  settings: RuleSettings = {},
): readonly Finding[] {
  const concerned = rules.filter((rule): rule is ServerRule => rule.about === 'server');
  return sorted(concerned.flatMap((rule) => findingsOf(rule, settings, () => rule.judge(server))));
}

/** The findings that only show when tokens are compared: one list for each token, in their order. */
export function lintBatch(
  rules: readonly Rule[],
  tokens: readonly TokenSubject[],
  settings: RuleSettings = {},
): readonly (readonly Finding[])[] {
  const concerned = rules.filter((rule): rule is BatchRule => rule.about === 'batch');
  const judged = concerned.map((rule) => ({ rule, matches: rule.judge(tokens) }));
  return tokens.map((_, index) =>
    sorted(
      judged.flatMap(({ rule, matches }) =>
        findingsOf(rule, settings, () => matches.filter(({ token }) => token === index)),
      ),
    ),
  );
}

function findingsOf(rule: Rule, settings: RuleSettings, judge: () => readonly Match[]): readonly Finding[] {
  if (settings.disabled?.has(rule.id)) return [];
  const matches = judge();
  const shown = matches.slice(0, MOST_OF_ONE_RULE);
  const left = matches.length - shown.length;
  return shown.map(({ message, at, severity }, index) => ({
    id: rule.id,
    severity: settings.severities?.get(rule.id) ?? severity ?? rule.severity,
    message: left > 0 && index === shown.length - 1 ? `${message} (and ${left} more)` : message,
    at,
  }));
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => bySeverity(a.severity, b.severity));
}
