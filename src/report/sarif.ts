import type { Finding } from '../probe/result.js';
import type { Severity } from '../token/finding.js';
import { visible } from './visible.js';

export const SARIF_SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF knows three levels; how grave a finding is stands in `security-severity`, which code scanners sort by. */
export const SARIF_LEVELS = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '8.0' },
  medium: { level: 'warning', score: '5.5' },
  low: { level: 'note', score: '3.0' },
  info: { level: 'note', score: '0.1' },
} as const satisfies Record<Severity & Finding['severity'], { level: string; score: string }>;

/** A path as the reference that SARIF wants: each segment percent-encoded; a URL stays as it is. */
export function sarifUri(file: string): string {
  if (/^https?:\/\//i.test(file)) return encodeURI(visible(file));
  const segments = visible(file).split(/[\\/]/).map(encodeURIComponent);
  return segments.join('/');
}

/**
 * A text as a message: nothing in it makes a link.
 *
 * @see SARIF 2.1.0 section 3.11.6 ("Messages with embedded links")
 */
export function sarifMessage(text: string): { readonly text: string } {
  const shown = visible(text);
  return { text: shown.includes('](') ? shown.replace(/[\\[\]]/g, '\\$&') : shown };
}
