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
  if (/^\d{1,11}$/.test(text)) return Number(text);
  const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  const milliseconds = iso
    ? Date.parse(iso[1] === undefined ? `${text}Z`.replace(/^(.{10})Z$/, '$1') : text)
    : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new InvalidArgumentError('Expected seconds since 1970, or a time such as 2026-01-01T00:00:00Z.');
  }
  return Math.floor(milliseconds / 1000);
}
