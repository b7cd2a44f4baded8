import { expect, test } from 'vitest';
import { SETTINGS, VERDICTS } from '../../../src/cli/help/oracle.js';
import { readConfig } from '../../../src/config/read.js';
import { API_DIFFERENCES } from '../../support/api-kind.js';
import { apiKinds } from '../../support/api-kinds/all.js';
import { sceneItems } from '../../support/api-kinds/scenes.js';

const decisions = SETTINGS.filter(({ meaning }) => meaning.startsWith('decide:'));

test('the settings of `help oracle` are there', () => {
  expect(decisions.length).toBeGreaterThan(7);
});

test.for(decisions)('$meaning can be loaded', ({ meaning }) => {
  const text = `version: 1\n${meaning}\n`;
  const { decide } = readConfig({ text, file: 'authctl.yaml', path: '/authctl.yaml' }, {});
  expect(decide).not.toEqual({});
});

test('every way in which APIs differ is probed end to end', () => {
  const items = new Set<string>([...apiKinds.map(({ item }) => item), ...sceneItems]);
  expect([...items].toSorted()).toEqual([...API_DIFFERENCES].toSorted());
});

test('each of them that takes a setting has a line here', () => {
  const terms = [...SETTINGS, ...VERDICTS].map(({ term }) => term);
  const named = apiKinds.flatMap(({ help }) => help ?? []);
  expect(named.filter((term) => !terms.includes(term))).toEqual([]);
  const silent = apiKinds.filter(({ help, settings }) => help === undefined && settings !== undefined);
  expect(silent.map(({ name }) => name)).toEqual([]);
});
