import type { LintRuleConfig } from '../config/config.js';
import { AuthctlError, type ErrorCode, type SourcePosition } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { Severity } from '../token/finding.js';
import type { RuleSettings } from '../token/lint/lint.js';
import { ruleById, rules } from '../token/lint/registry.js';
import type { Rule } from '../token/lint/rule.js';
import { SEVERITIES } from '../token/lint/severity.js';

export interface SettingFlags {
  /** Ids. */
  readonly disable: readonly string[];
  /** `id=level` */
  readonly severity: readonly string[];
}

/**
 * The rules as the user wants them: as `authctl.yaml` says, unless the command line says otherwise.
 *
 * @param configured - `lint:` of `authctl.yaml`.
 * @throws {AuthctlError} `USAGE` or `CONFIG_INVALID` for a rule or a level that does not exist.
 */
export function ruleSettings(
  { disable, severity }: SettingFlags,
  configured: readonly LintRuleConfig[] = [],
): RuleSettings {
  for (const { rule, at } of configured) {
    if (!ruleById(rule))
      throw noSuchRule('CONFIG_INVALID', rule, { message: `there is no rule '${rule}'`, at });
  }
  const chosen = new Map<string, Severity | 'off'>([
    ...configured.map((one) => [one.rule, one.severity] as const),
    ...severity.map(parseSeverity),
    ...disable.map((id) => [knownRule(id, '--disable').id, 'off'] as const),
  ]);
  const levels = [...chosen].filter((entry): entry is [string, Severity] => entry[1] !== 'off');
  return {
    disabled: new Set([...chosen].flatMap(([id, level]) => (level === 'off' ? [id] : []))),
    severities: new Map(levels),
  };
}

/**
 * The rule with this id.
 *
 * @param where - the option that names it.
 * @throws {AuthctlError} `USAGE`, naming the rule that was probably meant.
 */
export function knownRule(id: string, where: string): Rule {
  const rule = ruleById(id);
  if (rule) return rule;
  throw noSuchRule('USAGE', id, { message: `${where}: there is no rule '${id}'` });
}

function noSuchRule(
  code: ErrorCode,
  id: string,
  { message, at }: { readonly message: string; readonly at?: SourcePosition },
): AuthctlError {
  const ids = rules.map((rule) => rule.id);
  return new AuthctlError(code, message, {
    at,
    hint: didYouMean(id, ids) ?? '`authctl lint --list` lists them',
  });
}

function parseSeverity(text: string): readonly [string, Severity] {
  const [id = '', level = ''] = text.split('=', 2);
  const severity = SEVERITIES.find((known) => known === level);
  if (severity) return [knownRule(id, '--severity').id, severity];
  throw new AuthctlError('USAGE', `--severity ${text} names no severity`, {
    hint: `write --severity id=level; levels: ${SEVERITIES.join(', ')}`,
  });
}
