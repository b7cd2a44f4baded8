const UNITS = [
  ['year', 31_536_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A length of time in the largest unit that fits, and the next where it adds something: `1 hour 5 minutes`.
 *
 * @param seconds - its sign is ignored; fractions are dropped.
 */
export function inWords(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return '0 seconds';
  const [name, size] = UNITS[first] as (typeof UNITS)[number];
  const rest = UNITS[first + 1];
  const lead = counted(Math.floor(whole / size), name);
  const more = rest ? Math.floor((whole % size) / rest[1]) : 0;
  return rest && more > 0 ? `${lead} ${counted(more, rest[0])}` : lead;
}

/** `in 5 minutes`, `5 minutes ago`, `now`. */
export function relative(instant: number, now: number): string {
  const seconds = Math.floor(instant - now);
  if (seconds === 0) return 'now';
  return seconds > 0 ? `in ${inWords(seconds)}` : `${inWords(seconds)} ago`;
}

/** An instant in ISO 8601, UTC, to the second; null where it lies beyond what ISO years hold. */
export function isoTime(seconds: number): string | null {
  const date = new Date(Math.floor(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z');
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
