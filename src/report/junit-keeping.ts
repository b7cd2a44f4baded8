import { isTooLittle } from '../probe/coverage.js';
import { failsByItself } from '../probe/finding-classes.js';
import type { Finding, ProbeResult, WaiverUse } from '../probe/result.js';
import { driftSentence } from './drift.js';
import { ending, junitCase, junitSuite } from './junit-suite.js';
import { incompleteness, summaryLine } from './probe-summary.js';
import { waiverText } from './waiver-text.js';
import type { XmlElement } from './xml.js';

const RUN = 'authctl probe';

/** What is said of the run as a whole, so that a report is green only where the exit status is 0. */
export function keepingSuites(result: ProbeResult): readonly XmlElement[] {
  return [findingSuite(result), driftSuite(result), waiverSuite(result), runSuite(result)].filter(
    (suite) => suite !== undefined,
  );
}

/** Findings that no case shows: the cells that they are about may each be as expected. */
function findingSuite({ findings }: ProbeResult): XmlElement | undefined {
  const own = findings.filter((finding) => failsByItself(finding.class) && finding.checks === undefined);
  if (own.length === 0) return undefined;
  const name = 'findings';
  return junitSuite(
    name,
    own.map((finding) => junitCase(name, finding.id, 0, [findingEnding(finding)])),
  );
}

function findingEnding({ waived, message, severity, confidence, repeat, class: type }: Finding): XmlElement {
  return waived
    ? ending('skipped', `waived until ${waived.until}: ${waived.reason}`, type)
    : ending('failure', message, type, [`${severity}, ${confidence}`, repeat]);
}

/** Changes since access was recorded. */
function driftSuite({ drift }: ProbeResult): XmlElement | undefined {
  if (drift.length === 0) return undefined;
  const name = 'recorded access';
  const cases = drift.map((each) => {
    const sentence = driftSentence(each);
    return junitCase(name, `${each.kind}: ${sentence}`, 0, [ending('failure', sentence, each.kind)]);
  });
  return junitSuite(name, cases);
}

function waiverSuite({ waivers }: ProbeResult): XmlElement | undefined {
  if (waivers.length === 0) return undefined;
  const name = 'waivers';
  return junitSuite(
    name,
    waivers.map((waiver) => junitCase(name, `${waiver.finding} (${waiver.source})`, 0, stale(waiver))),
  );
}

const stale = (waiver: WaiverUse): readonly XmlElement[] =>
  waiver.state === 'used' ? [] : [ending('skipped', waiverText(waiver), waiver.state)];

function runSuite(result: ProbeResult): XmlElement | undefined {
  const cases = [incomplete(result), untested(result), uncovered(result)].filter((one) => one !== undefined);
  return cases.length === 0 ? undefined : junitSuite(RUN, cases);
}

function incomplete(result: ProbeResult): XmlElement | undefined {
  const why = incompleteness(result);
  if (why === undefined) return undefined;
  return junitCase(RUN, 'the run is complete', 0, [
    ending('error', `incomplete: ${why}`, 'incomplete', [summaryLine(result)]),
  ]);
}

/** A run that tested nothing shows nothing. */
function untested({ summary }: ProbeResult): XmlElement | undefined {
  if (summary.cells > summary.skipped) return undefined;
  return junitCase(RUN, 'something was tested', 0, [ending('error', 'nothing was tested', 'untested')]);
}

function uncovered({ coverage }: ProbeResult): XmlElement | undefined {
  const { settled, routes, percent, failUnder } = coverage;
  if (failUnder === null) return undefined;
  const said = `${settled} of ${routes} routes settled: ${percent} %, ${failUnder} % asked for`;
  return junitCase(
    RUN,
    'enough routes are settled',
    0,
    isTooLittle(coverage) ? [ending('failure', said, 'coverage')] : [],
  );
}
