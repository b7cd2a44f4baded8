import type { ProbeResult } from '../probe/result.js';
import { cellSuite } from './junit-cells.js';
import { checkSuites } from './junit-checks.js';
import { keepingSuites } from './junit-keeping.js';
import { routeCells } from './route-cells.js';
import { type XmlElement, xmlStream } from './xml.js';

/**
 * A probe as JUnit XML: a suite for each route, a case for each cell; then what was checked besides, what changed since
 * access was recorded, and the waivers.
 *
 * Unmet expectations are failures, those that a waiver accepts are skipped; inconclusive cells are errors, so that what
 * was not tested is never green. Holds no time of day: the same result gives the same bytes. The totals stand first, so
 * they come from the summary.
 */
export function* junitReport(result: ProbeResult): Generator<string> {
  const besides = [...checkSuites(result), ...keepingSuites(result)];
  const { cells, violations, drift, inconclusive } = result.summary;
  const sum = (name: string) =>
    besides.reduce((total, { attributes }) => total + Number(attributes[name]), 0);
  const attributes = {
    name: `authctl probe ${result.api}`,
    tests: String(cells + sum('tests')),
    failures: String(violations + drift + sum('failures')),
    errors: String(inconclusive + sum('errors')),
  };
  yield* xmlStream('testsuites', attributes, suites(result, besides));
}

function* suites(result: ProbeResult, besides: readonly XmlElement[]): Generator<XmlElement> {
  for (const group of routeCells(result)) yield cellSuite(group, result);
  yield* besides;
}
