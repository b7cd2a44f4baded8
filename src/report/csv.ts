import { visible } from './visible.js';

/** What makes a spreadsheet take a cell for a formula, in wide characters too. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** One value: numbers as they are, text such that no spreadsheet computes it. */
function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const shown = visible(value);
  const text = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\s';]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * One record, with its line end. Text that a spreadsheet would take for a formula gets an apostrophe before it; control
 * characters and line ends inside of text are made visible.
 *
 * @see RFC 4180
 */
export const csvRecord = (values: readonly (string | number | null)[]): string =>
  `${values.map(field).join(',')}\r\n`;
