import { expect, test } from 'vitest';
import { ruleSettings } from '../../../src/cli/lint-settings.js';
import type { LintRuleConfig } from '../../../src/config/config.js';

const at = { file: 'authctl.yaml', line: 3, column: 5 };
const off: LintRuleConfig = { rule: 'kid.missing', severity: 'off', at };
const low: LintRuleConfig = { rule: 'alg.none', severity: 'low', at };

test.for([
  { title: 'nothing', disable: [], severity: [], configured: [], disabled: [], severities: [] },
  {
    title: 'what the file says',
    disable: [],
    severity: [],
    configured: [off, low],
    disabled: ['kid.missing'],
    severities: [['alg.none', 'low']],
  },
  {
    title: 'what the command line says',
    disable: ['alg.none'],
    severity: ['kid.missing=critical'],
    configured: [],
    disabled: ['alg.none'],
    severities: [['kid.missing', 'critical']],
  },
  {
    title: 'the command line before the file',
    disable: ['alg.none'],
    severity: ['kid.missing=info'],
    configured: [off, low],
    disabled: ['alg.none'],
    severities: [['kid.missing', 'info']],
  },
])('$title', ({ disable, severity, configured, disabled, severities }) => {
  expect(ruleSettings({ disable, severity }, configured)).toEqual({
    disabled: new Set(disabled),
    severities: new Map(severities as [string, string][]),
  });
});

test.for([
  {
    flags: { disable: ['alg.nne'], severity: [] },
    error: {
      code: 'USAGE',
      message: "--disable: there is no rule 'alg.nne'",
      hint: "did you mean 'alg.none'?",
    },
  },
  {
    flags: { disable: [], severity: ['x=low'] },
    error: {
      code: 'USAGE',
      message: "--severity: there is no rule 'x'",
      hint: '`authctl lint --list` lists them',
    },
  },
  {
    flags: { disable: [], severity: ['alg.none'] },
    error: {
      code: 'USAGE',
      message: '--severity alg.none names no severity',
      hint: 'write --severity id=level; levels: critical, high, medium, low, info',
    },
  },
])('$error.message', ({ flags, error }) => {
  expect(() => ruleSettings(flags)).toThrow(expect.objectContaining(error));
});

test('a rule that the file names and nobody knows is told with its place', () => {
  const configured: LintRuleConfig[] = [{ rule: 'alg.non', severity: 'off', at }];
  expect(() => ruleSettings({ disable: [], severity: [] }, configured)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: "there is no rule 'alg.non'",
      at,
      hint: "did you mean 'alg.none'?",
    }),
  );
});
