import type { DecodedToken } from '../token/decoded-token.js';
import type { Severity } from '../token/finding.js';
import { broken, MIN_COLUMN } from './field-table.js';
import { bad, caution, faint, type Span, strong, type Text, type View } from './text.js';
import { visible } from './visible.js';

const FINDING_STYLES = {
  critical: bad,
  high: bad,
  medium: caution,
  low: faint,
  info: faint,
} as const satisfies Record<Severity, (text: string) => Span>;

/** Of the widest severity, and the gaps around it. */
const FINDING_INDENT = 12;

/** What is odd in the token, the name of the rule beside or below it. */
export function findings(token: DecodedToken, { width }: View): Text {
  if (token.findings.length === 0) return [];
  return [
    '',
    [strong('Findings')],
    ...token.findings.flatMap(({ id, severity, message }): Text => {
      const start = ['  ', FINDING_STYLES[severity](severity.padEnd(8)), '  '];
      if (FINDING_INDENT + message.length + 2 + id.length <= width) {
        return [[...start, message, faint(`  ${id}`)]];
      }
      const [first = '', ...rest] = broken(visible(message), Math.max(MIN_COLUMN, width - FINDING_INDENT));
      const indent = ' '.repeat(FINDING_INDENT);
      return [[...start, first], ...rest.map((line) => indent + line), [indent, faint(id)]];
    }),
  ];
}
