import { isTooLittle } from '../probe/coverage.js';
import type { Finding, ProbeResult, WaiverUse } from '../probe/model.js';
import { count } from './count.js';
import { bad, caution, faint, type Line, type Text, type View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

/** What goes with a result from one run to the next: accepted findings, coverage that was asked for, what was left behind. */
export function keepingText({ findings, waivers, coverage, leftovers }: ProbeResult, { width }: View): Text {
  const accepted = findings.filter(({ waived }) => waived !== null);
  return [
    ...accepted.flatMap((finding) => wrap(visible(acceptedText(finding)), width, 0, 2).map(quiet)),
    ...waivers
      .filter(({ state }) => state !== 'used')
      .flatMap((waiver) => wrap(visible(staleText(waiver)), width, 0, 2).map(warning)),
    ...coverageText(coverage, width),
    ...leftovers.flatMap((text) => wrap(visible(`left behind: ${text}`), width, 0, 2).map(warning)),
  ];
}

const quiet = (line: string): Line => [faint(line)];
const warning = (line: string): Line => [caution(line)];

const acceptedText = ({ id, waived }: Finding): string =>
  `waived until ${waived?.until}: ${id} (${waived?.reason})`;

const staleText = ({ finding, until, state, source }: WaiverUse): string =>
  state === 'expired'
    ? `the waiver of ${finding} expired on ${until} (${source}): mend it, or set a later date`
    : `no finding is ${finding} any more (${source}): remove the waiver`;

/** Said where a share was asked for. */
function coverageText(coverage: ProbeResult['coverage'], width: number): Text {
  const { routes, settled, percent, failUnder, leftOut } = coverage;
  if (failUnder === null) return [];
  const aside = leftOut === 0 ? '' : `, ${leftOut} left out on purpose`;
  const line = `${settled} of ${count(routes, 'route')} settled: ${percent} %, ${failUnder} % asked for${aside}`;
  return wrap(line, width, 0, 2).map((each): Line => (isTooLittle(coverage) ? [bad(each)] : [faint(each)]));
}
