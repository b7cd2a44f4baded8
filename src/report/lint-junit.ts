import type { PlacedFinding } from '../token/lint/baseline.js';
import type { LintedToken } from '../token/lint/lint-tokens.js';
import { ruleById, rules } from '../token/lint/registry.js';
import type { Rule } from '../token/lint/rule.js';
import { isAtOrOver, type Threshold } from '../token/lint/severity.js';
import { KIND_NAMES, type LintReport } from './lint.js';
import { element, type XmlElement, xmlDocument } from './xml.js';

/**
 * What `lint` found, as JUnit XML: a suite for each token and for the server, a case for each rule. A case fails where
 * a finding is at or over the threshold; the others stand in its output. Holds no time of day.
 */
export function lintJunit({ result, failOn }: LintReport): string {
  const ofServer = result.findings.filter(({ token }) => token === '');
  const suites = [
    ...result.tokens.map((token) => suiteOf(token, result.findings, failOn)),
    ...(ofServer.length > 0 ? [suite('Server', rulesAbout(['server']), ofServer, failOn)] : []),
  ];
  const total = (name: 'tests' | 'failures') =>
    String(suites.reduce((sum, { attributes }) => sum + Number(attributes[name]), 0));
  const attributes = {
    name: 'authctl lint',
    tests: total('tests'),
    failures: total('failures'),
    errors: '0',
  };
  return xmlDocument(element('testsuites', attributes, suites));
}

const rulesAbout = (subjects: readonly Rule['about'][]): readonly Rule[] =>
  rules.filter(({ about }) => subjects.includes(about));

function suiteOf(
  { kind, origin, fingerprint }: LintedToken,
  findings: readonly PlacedFinding[],
  failOn: Threshold,
) {
  const own = findings.filter(({ token }) => token === fingerprint);
  const judged = rulesAbout(['token', 'batch']).filter(
    (rule) => rule.about !== 'token' || rule.kinds === undefined || rule.kinds.includes(kind),
  );
  return suite(`${KIND_NAMES[kind]} from ${origin}`, judged, own, failOn);
}

function suite(
  name: string,
  judged: readonly Rule[],
  findings: readonly PlacedFinding[],
  failOn: Threshold,
): XmlElement {
  const failed = new Set(findings.filter(({ severity }) => isAtOrOver(severity, failOn)).map(({ id }) => id));
  const cases = judged.map((rule) => {
    const own = findings.filter(({ id }) => id === rule.id);
    return element('testcase', { name: rule.id, classname: name, time: '0.000' }, verdict(own, failed));
  });
  const attributes = {
    name,
    tests: String(cases.length),
    failures: String(failed.size),
    errors: '0',
    skipped: '0',
  };
  return element('testsuite', attributes, cases);
}

function verdict(findings: readonly PlacedFinding[], failed: ReadonlySet<string>): readonly XmlElement[] {
  const [worst] = findings;
  if (worst === undefined) return [];
  const lines = findings.flatMap(detail);
  return failed.has(worst.id)
    ? [element('failure', { message: worst.message, type: worst.severity }, lines)]
    : [element('system-out', {}, lines)];
}

function detail({ id, severity, message, at }: PlacedFinding): readonly string[] {
  const rule = ruleById(id);
  return [
    `${severity}${at === '' ? '' : ` at ${at}`}: ${message}`,
    ...(rule ? [`-> ${rule.advice}`, `${rule.sources[0].title}, ${rule.sources[0].url}`] : []),
  ];
}
