import type { ProbeResult } from '../probe/result.js';
import { probeRenderer } from './probe.js';
import type { ReportSetting } from './probe-report.js';
import { visible } from './visible.js';

/** The report `text`: what is printed for a person, without colours. */
export function* textReport(result: ProbeResult, { view }: ReportSetting): Generator<string> {
  for (const line of probeRenderer.text(result, view)) {
    const spans = typeof line === 'string' ? [line] : line;
    const texts = spans.map((span) => (typeof span === 'string' ? span : span.text));
    yield `${visible(texts.join(''))}\n`;
  }
}
