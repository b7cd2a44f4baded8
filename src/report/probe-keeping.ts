import { isTooLittle } from '../probe/coverage.js';
import type { Check, Finding, ProbeResult } from '../probe/result.js';
import { count } from './count.js';
import { driftText } from './drift.js';
import { bad, caution, faint, type Line, type Text, type View } from './text.js';
import { visible } from './visible.js';
import { waiverText } from './waiver-text.js';
import { wrap } from './wrap.js';

/** What goes with a result from one run to the next: changes since it was recorded, accepted findings, coverage that was asked for, what was left behind. */
export function keepingText(
  { findings, waivers, coverage, leftovers, checks, drift }: ProbeResult,
  view: View,
): Text {
  const { width } = view;
  const accepted = findings.filter(({ waived }) => waived !== null);
  return [
    ...driftText(drift, view),
    ...checksText(checks, width),
    ...accepted.flatMap((finding) => wrap(visible(acceptedText(finding)), width, 0, 2).map(quiet)),
    ...waivers
      .filter(({ state }) => state !== 'used')
      .flatMap((waiver) => wrap(visible(waiverText(waiver)), width, 0, 2).map(warning)),
    ...coverageText(coverage, width),
    ...leftovers.flatMap((text) => wrap(visible(`left behind: ${text}`), width, 0, 2).map(warning)),
  ];
}

const quiet = (line: string): Line => [faint(line)];
const warning = (line: string): Line => [caution(line)];

const acceptedText = ({ id, waived }: Finding): string =>
  `waived until ${waived?.until}: ${id} (${waived?.reason})`;

/** How many damaged credentials were refused, and what could not be made. */
function checksText(checks: readonly Check[], width: number): Text {
  if (checks.length === 0) return [];
  const of = (verdict: Check['verdict']) => checks.filter((check) => check.verdict === verdict);
  const routes = new Set(checks.map(({ method, path }) => `${method} ${path}`));
  const line =
    `${count(checks.length, 'token check')} on ${count(routes.size, 'route')}: ${of('refused').length} refused, ` +
    `${of('accepted').length} accepted, ${livesOn(checks)}${of('inconclusive').length} inconclusive, ${of('skipped').length} skipped`;
  const needs = [...new Set(of('skipped').flatMap((check) => check.needs ?? []))];
  return [
    ...wrap(line, width, 0, 2),
    ...needs.flatMap((need) => {
      const ids = [...new Set(of('skipped').flatMap((check) => (check.needs === need ? [check.check] : [])))];
      return wrap(visible(`skipped: ${need}: ${ids.join(', ')}`), width, 2, 2).map(quiet);
    }),
  ];
}

/** A token that nothing takes back is what it is, and no mistake. */
function livesOn(checks: readonly Check[]): string {
  const { length } = checks.filter(({ verdict }) => verdict === 'lives-on');
  return length === 0 ? '' : `${length} ${length === 1 ? 'lives' : 'live'} on after logout until expiry, `;
}

/** Said where a share was asked for. */
function coverageText(coverage: ProbeResult['coverage'], width: number): Text {
  const { routes, settled, percent, failUnder, leftOut, unprobed } = coverage;
  if (failUnder === null) return [];
  const aside = leftOut === 0 ? '' : `, ${leftOut} left out on purpose`;
  const line = `${settled} of ${count(routes, 'route')} settled: ${percent} %, ${failUnder} % asked for${aside}`;
  const more = unprobed.length > NAMED ? ` and ${unprobed.length - NAMED} more` : '';
  const open = unprobed.length === 0 ? [] : [`not settled: ${unprobed.slice(0, NAMED).join(', ')}${more}`];
  return [line, ...open].flatMap((text, at) =>
    wrap(visible(text), width, at === 0 ? 0 : 2, 2).map(
      (each): Line => (isTooLittle(coverage) ? [bad(each)] : [faint(each)]),
    ),
  );
}

/** Routes that are named; more are counted. */
const NAMED = 10;
