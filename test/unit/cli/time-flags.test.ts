import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { parseInstant, parseSeconds } from '../../../src/cli/time-flags.js';

test.for([
  ['0', 0],
  ['90', 90],
  ['90s', 90],
  ['10m', 600],
  ['2h', 7_200],
  ['7d', 604_800],
] as const)('%s is %d seconds', ([text, seconds]) => {
  expect(parseSeconds(text)).toBe(seconds);
});

test.for(['', '-1', '1.5', '10 m', '1w', 'soon', '99999999999'])('%j is no length of time', (text) => {
  expect(() => parseSeconds(text)).toThrow(InvalidArgumentError);
});

test.for([
  ['0', 0],
  ['1767225600', 1_767_225_600],
  ['2026-01-01', 1_767_225_600],
  ['2026-01-01T00:00', 1_767_225_600],
  ['2026-01-01 00:00:00', 1_767_225_600],
  ['2026-01-01T00:00:00Z', 1_767_225_600],
  ['2026-01-01T00:00:00.900Z', 1_767_225_600],
  ['2026-01-01T01:00:00+01:00', 1_767_225_600],
] as const)('%s is %d', ([text, seconds]) => {
  expect(parseInstant(text)).toBe(seconds);
});

test.for(['', 'now', '2026-13-01', '2026-01-01T25:00Z', '01.01.2026', '1767225600000'])(
  '%j is no time',
  (text) => {
    expect(() => parseInstant(text)).toThrow(InvalidArgumentError);
  },
);
