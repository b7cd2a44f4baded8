import { expect, test } from 'vitest';
import { inWords, isoTime, relative } from '../../../src/token/duration.js';

test.for([
  [0, '0 seconds'],
  [0.9, '0 seconds'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [61, '1 minute 1 second'],
  [3_600, '1 hour'],
  [3_659, '1 hour'],
  [3_660, '1 hour 1 minute'],
  [86_400 + 7_200, '1 day 2 hours'],
  [31_536_000 * 2 + 86_400, '2 years 1 day'],
  [-600, '10 minutes'],
] as const)('%d seconds are %s', ([seconds, words]) => {
  expect(inWords(seconds)).toBe(words);
});

test.for([
  [1_600, 'in 10 minutes'],
  [400, '10 minutes ago'],
  [1_000, 'now'],
  [1_000.5, 'now'],
] as const)('seen from 1000, %d is %s', ([instant, words]) => {
  expect(relative(instant, 1_000)).toBe(words);
});

test.for([
  [0, '1970-01-01T00:00:00Z'],
  [1_767_225_600.9, '2026-01-01T00:00:00Z'],
  [1e20, null],
] as const)('%d in ISO 8601 is %s', ([seconds, iso]) => {
  expect(isoTime(seconds)).toBe(iso);
});
