import { isTooLittle } from '../probe/coverage.js';
import type { ProbeResult } from '../probe/result.js';
import { gridText } from './grid.js';
import { findingsText } from './probe-findings.js';
import { PROBE_SCHEMA, probeJson } from './probe-json.js';
import { keepingText } from './probe-keeping.js';
import { notesText } from './probe-notes.js';
import { parityText } from './probe-parity.js';
import { incompleteness, summaryLine } from './probe-summary.js';
import { undecidedText } from './probe-undecided.js';
import { bad, caution, type Line, type Renderer, strong, type Text, type View } from './text.js';
import { visible } from './visible.js';
import { wrap } from './wrap.js';

const comparedWith = {
  policy: 'compared with the policy',
  declared: 'compared with what its description declares',
  none: 'as observed; nothing says what is meant',
} as const satisfies Record<ProbeResult['policy'], string>;

/** What a probe found: the grid, the findings, what stayed open, and one line of numbers. */
export const probeRenderer: Renderer<ProbeResult> = {
  schema: PROBE_SCHEMA,
  json: probeJson,
  text: probeText,
};

function* probeText(result: ProbeResult, view: View): Generator<Line> {
  const sections: readonly (() => Iterable<Line>)[] = [
    () => opening(result, view),
    () => (result.cells.length === 0 ? [] : gridText(result, view)),
    () => parityText(result, view),
    () => findingsText(result, view),
    () => notesText(result, view),
    () => undecidedText(result, view),
    () => keepingText(result, view),
  ];
  for (const section of sections) {
    let isEmpty = true;
    for (const line of section()) {
      isEmpty = false;
      yield line;
    }
    if (!isEmpty) yield '';
  }
  yield closing(result);
}

function opening(result: ProbeResult, { width }: View): Text {
  const why = incompleteness(result);
  const title = `Access to ${visible(result.api)}, ${comparedWith[result.policy]}`;
  return [
    ...(why === undefined
      ? []
      : wrap(`incomplete: ${why}`, width, 0, 2).map((line): Line => [caution(line)])),
    ...wrap(title, width, 0, 2).map((line): Line => [strong(line)]),
  ];
}

/** Never wrapped: the last line is for programs too. */
function closing(result: ProbeResult): Line {
  const line = summaryLine(result);
  return result.summary.violations + result.drift.length > 0 || isTooLittle(result.coverage)
    ? [bad(line)]
    : line;
}
