import { InvalidArgumentError } from 'commander';

const SECONDS_IN = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** `90`, `90s`, `10m`, `2h`, `7d` in seconds. @throws {InvalidArgumentError} for anything else. */
export function parseSeconds(text: string): number {
  const [, count, unit = 's'] = /^(\d{1,10})([smhd]?)$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Expected seconds, or a number with s, m, h or d.');
  return Number(count) * (SECONDS_IN[(unit || 's') as keyof typeof SECONDS_IN] ?? 1);
}

/**
 * Seconds since the epoch, or a date in ISO 8601: `2026-01-01T00:00:00Z`. Without a zone UTC is meant.
 *
 * @throws {InvalidArgumentError} for anything else.
 */
export function parseInstant(text: string): number {
  const instant = /^\d{1,11}$/.test(text) ? Number(text) : dateIn(text);
  if (instant !== undefined) return instant;
  throw new InvalidArgumentError('Expected seconds since 1970, or a time such as 2026-01-01T00:00:00Z.');
}

/** The instant of a date in ISO 8601; undefined for what is none, or no day of the calendar. */
function dateIn(text: string): number | undefined {
  const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  const milliseconds = iso
    ? Date.parse(iso[1] === undefined ? `${text}Z`.replace(/^(.{10})Z$/, '$1') : text)
    : Number.NaN;
  return Number.isNaN(milliseconds) || !isDay(text.slice(0, 10))
    ? undefined
    : Math.floor(milliseconds / 1000);
}

/** Of the calendar: `Date.parse` takes the 30th of February for the 2nd of March. */
const isDay = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);

/** A time that is so many seconds from now, or an instant in seconds since the epoch. */
export type Moment = { readonly inSeconds: number } | { readonly at: number };

/**
 * `90`, `15m`, `2h`, `7d` from now, or a date in ISO 8601.
 *
 * @throws {InvalidArgumentError} for anything else.
 */
export function parseMoment(text: string): Moment {
  const at = dateIn(text);
  if (at !== undefined) return { at };
  if (/^\d{1,7}[smhd]?$/.test(text)) return { inSeconds: parseSeconds(text) };
  throw new InvalidArgumentError(
    'Expected a time from now, such as 15m, 2h or 7d, or a date such as 2026-01-01T00:00:00Z.',
  );
}

/** The instant that a moment means, in seconds since the epoch. */
export const instantOf = (moment: Moment, now: number): number =>
  'at' in moment ? moment.at : now + moment.inSeconds;
