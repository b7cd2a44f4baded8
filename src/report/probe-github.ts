import { isTooLittle } from '../probe/coverage.js';
import type { Drift } from '../probe/matrix/change.js';
import type { Finding, ProbeResult } from '../probe/result.js';
import { ANNOTATION_LEVELS, type Annotation, type AnnotationLevel, annotationLine } from './annotations.js';
import { placesBy } from './cell-places.js';
import { cellReasons } from './cell-reasons.js';
import { count } from './count.js';
import { driftSentence } from './drift.js';
import { driftRules, findingRules } from './finding-rules.js';
import type { ReportSetting } from './probe-report.js';
import { incompleteness, summaryLine } from './probe-summary.js';
import { placeOfFinding, placeOfRoute, type ReportPlace } from './report-place.js';
import { routeName, routesByName } from './route-cells.js';
import { waiverText } from './waiver-text.js';
import { worstFirst } from './worst-first.js';

/** GitHub shows no more of one level for one step. */
const MOST_OF_LEVEL = 10;

const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
} as const satisfies Record<Finding['severity'], AnnotationLevel>;

/**
 * A probe as annotations of GitHub Actions: findings at the lines that describe their routes, changes since access was
 * recorded, what stayed open, and the numbers of cells. Of each level the worst, the last one counts the rest.
 */
export function* githubReport(result: ProbeResult, setting: ReportSetting): Generator<string> {
  const all = [
    ...ofRun(result),
    ...result.drift.map((drift) => ofDrift(drift, result, setting)),
    ...worstFirst(result.findings)
      .filter(({ waived }) => waived === null)
      .map((finding) => ofFinding(finding, result, setting)),
    ...inconclusive(result),
    ...staleWaivers(result),
  ];
  for (const level of ANNOTATION_LEVELS) {
    const summary = level === 'notice' ? [numbers(result)] : [];
    const found = all.filter((annotation) => annotation.level === level);
    for (const one of [...atMost(found, MOST_OF_LEVEL - summary.length), ...summary])
      yield annotationLine(one);
  }
}

function atMost(found: readonly Annotation[], most: number): readonly Annotation[] {
  const [first] = found;
  if (!first || found.length <= most) return found;
  const left = found.length - most + 1;
  const message = `and ${count(left, `${first.level} more`, `${first.level}s more`)}; another report has them all`;
  return [...found.slice(0, most - 1), { level: first.level, title: 'authctl probe', message: [message] }];
}

function ofRun(result: ProbeResult): readonly Annotation[] {
  const why = incompleteness(result);
  const { settled, routes, percent, failUnder } = result.coverage;
  const title = 'authctl probe';
  return [
    ...(why === undefined
      ? []
      : [{ level: 'error' as const, title, message: [`the run is incomplete: ${why}`] }]),
    ...(isTooLittle(result.coverage)
      ? [
          {
            level: 'error' as const,
            title,
            message: [
              `${settled} of ${count(routes, 'route')} settled: ${percent} %, ${failUnder} % asked for`,
            ],
          },
        ]
      : []),
  ];
}

const ofFinding = (finding: Finding, result: ProbeResult, setting: ReportSetting): Annotation => ({
  level: LEVELS[finding.severity],
  title: `${finding.severity}: ${findingRules[finding.class].title}`,
  message: [finding.message, finding.repeat],
  ...inRepository(placeOfFinding(finding, result, setting)),
});

/** What came over the network is no file that an annotation could stand at. */
const inRepository = (place: ReportPlace | undefined): Partial<ReportPlace> =>
  place && !/^https?:/i.test(place.file) ? place : {};

function ofDrift(drift: Drift, result: ProbeResult, setting: ReportSetting): Annotation {
  const route = drift.route && routesByName(result.routes).get(routeName(drift.route));
  const rule = driftRules[drift.kind];
  return {
    // Each of them ends a run with 1.
    level: 'error',
    title: rule.title,
    message: [driftSentence(drift)],
    ...inRepository(placeOfRoute(route ?? result.routes[0], setting)),
  };
}

function inconclusive(result: ProbeResult): readonly Annotation[] {
  const open = placesBy(result.cells, ({ outcome, reason }) =>
    outcome === 'inconclusive' ? [reason ?? 'unrecognised'] : [],
  );
  return [...open].map(([reason, places]) => {
    const { means, advice } = cellReasons[reason];
    return {
      level: 'warning',
      title: `${count(places.cells, 'cell')} inconclusive: ${reason}`,
      message: [means, ...places.lines(), ...(advice === null ? [] : [`to settle it: ${advice}`])],
    };
  });
}

const staleWaivers = ({ waivers }: ProbeResult): readonly Annotation[] =>
  waivers
    .filter(({ state }) => state !== 'used')
    .map((waiver) => ({ level: 'warning', title: `waiver ${waiver.state}`, message: [waiverText(waiver)] }));

const numbers = (result: ProbeResult): Annotation => ({
  level: 'notice',
  title: 'authctl probe',
  message: [summaryLine(result)],
});
