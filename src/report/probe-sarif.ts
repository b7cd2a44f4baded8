import type { Drift } from '../probe/matrix/change.js';
import type { Cell, Finding, ProbeResult } from '../probe/result.js';
import { version } from '../version.js';
import { placesBy } from './cell-places.js';
import { cellReasons } from './cell-reasons.js';
import { count } from './count.js';
import { driftSentence } from './drift.js';
import { driftRules, type FindingRule, findingRules, risks } from './finding-rules.js';
import { Items, jsonDocument, Members } from './json-stream.js';
import { markdownProse } from './markdown.js';
import type { ReportSetting } from './probe-report.js';
import { incompleteness } from './probe-summary.js';
import { placeOfFinding, placeOfRoute, type ReportPlace } from './report-place.js';
import { routeName, routesByName } from './route-cells.js';
import { SARIF_LEVELS, SARIF_SCHEMA, sarifMessage, sarifUri } from './sarif.js';
import { visible } from './visible.js';
import { worstFirst } from './worst-first.js';

/** Code scanners refuse a run with more. */
const MOST_RESULTS = 25_000;

const rules: readonly (FindingRule & { readonly id: string })[] = [
  ...Object.entries(findingRules).map(([id, rule]) => ({ id, ...rule })),
  ...Object.entries(driftRules).map(([id, rule]) => ({ id: `access-${id}`, ...rule })),
];
const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));

/**
 * The findings of a probe as SARIF 2.1.0, and the changes since access was recorded, worst first: each with the line that
 * describes its route, a fingerprint that stays the same from run to run, and its waiver as a suppression. What there is no
 * room for, what stayed inconclusive and that a run is incomplete stand in notifications. Holds no time of day.
 */
export function* sarifReport(result: ProbeResult, setting: ReportSetting): Generator<string> {
  const found = [
    ...result.drift.map((drift) => ({ drift })),
    ...worstFirst(result.findings).map((finding) => ({ finding })),
  ];
  const results = new Items(
    resultsOf(found.slice(0, MOST_RESULTS), (one) =>
      'drift' in one ? driftResult(one.drift, result, setting) : findingResult(one.finding, result, setting),
    ),
  );
  const run = new Members([
    ['tool', { driver: { name: 'authctl', semanticVersion: version, rules: rules.map(sarifRule) } }],
    [
      'invocations',
      [
        {
          executionSuccessful: result.complete,
          toolExecutionNotifications: notificationsOf(result, found.length - MOST_RESULTS),
        },
      ],
    ],
    ['columnKind', 'utf16CodeUnits'],
    ['results', results],
  ]);
  yield* jsonDocument([
    ['$schema', SARIF_SCHEMA],
    ['version', '2.1.0'],
    ['runs', new Items([run])],
  ]);
}

function* resultsOf<Found>(found: readonly Found[], write: (one: Found) => object): Generator<object> {
  for (const one of found) yield write(one);
}

function sarifRule({ id, title, means, advice, severity, cwe, owasp }: (typeof rules)[number]): object {
  const links = [
    ...(cwe === null
      ? []
      : [{ title: `CWE-${cwe}`, url: `https://cwe.mitre.org/data/definitions/${cwe}.html` }]),
    ...(owasp === null
      ? []
      : [{ title: `OWASP API${owasp}:2023`, url: `${OWASP}0xa${owasp}-${risks[owasp]}/` }]),
  ];
  const [first] = links;
  const { level, score } = SARIF_LEVELS[severity];
  return {
    id,
    name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: plain(means) },
    help: {
      text: [plain(means), plain(advice), ...links.map(({ title: name, url }) => `${name}: ${url}`)].join(
        '\n\n',
      ),
      markdown: [
        markdownProse(means),
        markdownProse(advice),
        ...(links.length > 0 ? [links.map(({ title: name, url }) => `[${name}](${url})`).join(', ')] : []),
      ].join('\n\n'),
    },
    ...(first ? { helpUri: first.url } : {}),
    defaultConfiguration: { level },
    properties: {
      tags: ['security', 'access-control', ...(cwe === null ? [] : [`external/cwe/cwe-${cwe}`])],
      'security-severity': score,
    },
  };
}

const OWASP = 'https://owasp.org/API-Security/editions/2023/en/';
const plain = (prose: string): string => prose.replaceAll('`', '');

function findingResult(finding: Finding, result: ProbeResult, setting: ReportSetting): object {
  const { severity, confidence, waived, repeat } = finding;
  const [first] = finding.cells;
  const cell = first === undefined ? undefined : result.cells.at(first);
  const check = result.checks[finding.checks?.[0] ?? -1];
  const about = cell ?? check;
  return {
    ruleId: finding.class,
    ruleIndex: ruleIndex.get(finding.class),
    level: SARIF_LEVELS[severity].level,
    message: sarifMessage(finding.message),
    locations: [location(placeOfFinding(finding, result, setting), about && routeName(about))],
    partialFingerprints: { 'authctl/v1': visible(finding.id) },
    ...(waived
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: visible(`${waived.reason} (until ${waived.until})`),
            },
          ],
        }
      : {}),
    ...(about ? exchangeOf(about) : {}),
    properties: {
      severity,
      confidence,
      cells: finding.cells.length,
      ...(repeat === '' ? {} : { repeat: visible(repeat) }),
    },
  };
}

/** The request that showed it, and the answer. */
function exchangeOf({ method, url, status }: Pick<Cell, 'method' | 'url' | 'status'>): object {
  return {
    webRequest: { protocol: 'HTTP', method: visible(method), target: visible(url) },
    webResponse: status === null ? { noResponseReceived: true } : { protocol: 'HTTP', statusCode: status },
  };
}

function driftResult(drift: Drift, result: ProbeResult, setting: ReportSetting): object {
  const id = `access-${drift.kind}`;
  const index = ruleIndex.get(id);
  const name = drift.route ? routeName(drift.route) : undefined;
  const route = routesByName(result.routes).get(name ?? '') ?? result.routes[0];
  return {
    ruleId: id,
    ruleIndex: index,
    level: SARIF_LEVELS[driftRules[drift.kind].severity].level,
    message: sarifMessage(driftSentence(drift)),
    locations: [location(placeOfRoute(route, setting), name)],
    partialFingerprints: {
      'authctl/v1': visible([id, name, drift.role, drift.own ? 'own' : null].filter(Boolean).join(' ')),
    },
  };
}

const location = (place: ReportPlace | undefined, route: string | undefined): object => ({
  ...(place
    ? {
        physicalLocation: {
          artifactLocation: { uri: sarifUri(place.file) },
          region: { startLine: place.line },
        },
      }
    : {}),
  ...(route === undefined
    ? {}
    : { logicalLocations: [{ fullyQualifiedName: visible(route), kind: 'resource' }] }),
});

/** What no result says. */
function notificationsOf(result: ProbeResult, left: number): readonly object[] {
  const why = incompleteness(result);
  const undecided = placesBy(result.cells, ({ outcome, reason }) =>
    outcome === 'inconclusive' ? [reason ?? 'unrecognised'] : [],
  );
  return [
    ...(why === undefined ? [] : [notification('error', `the run is not complete: ${why}`)]),
    ...(left > 0
      ? [
          notification(
            'warning',
            `${count(left, 'result')} more than the ${MOST_RESULTS} that are listed; the gravest are`,
          ),
        ]
      : []),
    ...[...undecided].map(([reason, places]) =>
      notification(
        'warning',
        `${count(places.cells, 'cell')} inconclusive (${reason}): ${cellReasons[reason].means}; ${places.lines().join('; ')}`,
      ),
    ),
  ];
}

const notification = (level: 'error' | 'warning', text: string): object => ({
  level,
  message: sarifMessage(text),
});
