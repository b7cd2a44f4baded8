import type { Check, Finding, ProbeResult } from '../probe/result.js';
import { groupBy } from './group-by.js';
import { ending, junitCase, junitSuite } from './junit-suite.js';
import { routeName } from './route-cells.js';
import { element, type XmlElement, type XmlNode } from './xml.js';

/** What was checked besides who reaches what: a suite for each route, a case for each thing that a sound API refuses. */
export function checkSuites({ checks, findings }: ProbeResult): readonly XmlElement[] {
  const findingOf = new Map(findings.flatMap((finding) => (finding.checks ?? []).map((at) => [at, finding])));
  const indexed = checks.map((check, index) => ({ check, finding: findingOf.get(index) }));
  return [...groupBy(indexed, ({ check }) => routeName(check))].map(([route, group]) => {
    const name = `${route}: checks`;
    return junitSuite(
      name,
      group.map(({ check, finding }) => junitCase(name, caseName(check), 0, childrenOf(check, finding))),
    );
  });
}

const caseName = ({ check, title, subject, url }: Check): string => `${check}: ${title}, ${subject}, ${url}`;

function childrenOf(check: Check, finding: Finding | undefined): readonly XmlNode[] {
  const answer = check.status === null ? 'no answer' : `answered ${check.status}`;
  switch (check.verdict) {
    case 'refused':
      return [];
    case 'lives-on':
      return [element('system-out', {}, ['lives on until it expires, since nothing takes it back'])];
    case 'skipped':
      return [ending('skipped', check.needs ?? 'not tried', 'skipped')];
    case 'inconclusive':
      return [ending('error', `cannot tell: ${answer}`, 'inconclusive')];
    case 'accepted':
      return [accepted(answer, finding)];
  }
}

function accepted(answer: string, finding: Finding | undefined): XmlElement {
  if (!finding) return ending('failure', `accepted: ${answer}`, 'accepted');
  const { waived, severity, confidence, message, repeat } = finding;
  return waived
    ? ending('skipped', `waived until ${waived.until}: ${waived.reason}`, finding.class)
    : ending('failure', `accepted: ${answer}`, finding.class, [
        `${severity}, ${confidence}: ${message}`,
        repeat,
      ]);
}
