import { expect, test } from 'vitest';
import { SETTINGS } from '../../../src/cli/help/oracle.js';
import { readConfig } from '../../../src/config/read.js';

const decisions = SETTINGS.filter(({ meaning }) => meaning.startsWith('decide:'));

test('the settings of `help oracle` are there', () => {
  expect(decisions.length).toBeGreaterThan(7);
});

test.for(decisions)('$meaning can be loaded', ({ meaning }) => {
  const text = `version: 1\n${meaning}\n`;
  const { decide } = readConfig({ text, file: 'authctl.yaml', path: '/authctl.yaml' }, {});
  expect(decide).not.toEqual({});
});
