import { didYouMean } from '../config/nearest.js';
import { AuthctlError } from '../errors.js';
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
 * The rules as the user wants them: those of `authctl.yaml`, and over them those of the command line.
 *
 * @throws {AuthctlError} `USAGE` for a rule or a level that does not exist.
 */
export function ruleSettings({ disable, severity }: SettingFlags): RuleSettings {
  return {
    disabled: new Set(disable.map((id) => knownRule(id, '--disable').id)),
    severities: new Map(severity.map(parseSeverity)),
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
  const ids = rules.map((known) => known.id);
  throw new AuthctlError('USAGE', `${where}: there is no rule '${id}'`, {
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
