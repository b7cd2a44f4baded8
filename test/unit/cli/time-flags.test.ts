import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { instantOf, parseInstant, parseMoment, parseSeconds } from '../../../src/cli/time-flags.js';

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

test.for([
  '',
  'now',
  '2026-13-01',
  '2026-02-30',
  '2025-02-29T00:00:00Z',
  '2026-01-01T25:00Z',
  '01.01.2026',
  '1767225600000',
])('%j is no time', (text) => {
  expect(() => parseInstant(text)).toThrow(InvalidArgumentError);
});

test.for([
  ['0', 1_000],
  ['90', 1_090],
  ['15m', 1_900],
  ['2h', 8_200],
  ['7d', 605_800],
  ['2026-01-01', 1_767_225_600],
  ['2026-01-01T01:00:00+01:00', 1_767_225_600],
] as const)('at 1000, %s is the instant %d', ([text, instant]) => {
  expect(instantOf(parseMoment(text), 1_000)).toBe(instant);
});

test.for(['', '-5m', '1.5h', '15 m', '15x', 'soon', '99999999d', '2026-13-01', '2026-02-30'])(
  '%j is no moment',
  (text) => {
    expect(() => parseMoment(text)).toThrow(InvalidArgumentError);
  },
);
