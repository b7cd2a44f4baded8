import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulesGuide } from '../../../../scripts/lint-rules.js';
import { readingRules } from '../../../../src/token/lint/reading-rules.js';
import { ruleById, rules } from '../../../../src/token/lint/registry.js';
import { SEVERITIES } from '../../../../src/token/lint/severity.js';
import lists from '../../../data/lint-catalogue.json' with { type: 'json' };

const ids = rules.map(({ id }) => id);

test('ids are unique', () => {
  expect(new Set(ids).size).toBe(ids.length);
});

test('the rules are those of the catalogue, but for the ones that are named with a reason', () => {
  const absent = Object.keys(lists.absent);
  const expected = [...lists.catalogue.filter((id) => !absent.includes(id)), ...Object.keys(lists.beyond)];
  expect([...ids].sort()).toEqual(expected.sort());
});

test('what is named as absent is in the catalogue, and what is beyond it is not', () => {
  expect(Object.keys(lists.absent).filter((id) => !lists.catalogue.includes(id))).toEqual([]);
  expect(Object.keys(lists.beyond).filter((id) => lists.catalogue.includes(id))).toEqual([]);
});

test.for(rules.map((rule) => [rule.id, rule] as const))('%s is told in full', ([, rule]) => {
  expect(rule.id).toMatch(/^[a-z_-]+\.[a-z0-9_.-]+$/);
  expect(SEVERITIES).toContain(rule.severity);
  expect(rule.title).toMatch(/^\S.*[^.]$/);
  expect(rule.advice).toMatch(/^[^\n]*[^.\n]$/);
  for (const { title, url } of rule.sources) {
    expect(title).not.toBe('');
    expect(new URL(url).protocol).toBe('https:');
  }
  expect(ruleById(rule.id)).toBe(rule);
});

test('decode judges by rules of the same registry', () => {
  expect(readingRules.filter((rule) => ruleById(rule.id) !== rule)).toEqual([]);
});

test('there is no rule of another name', () => {
  expect(ruleById('constructor')).toBeUndefined();
});

test('docs/lint-rules.md tells of these rules', () => {
  const guide = readFileSync(new URL('../../../../docs/lint-rules.md', import.meta.url), 'utf8');
  expect(guide, 'write it with `npm run lint-rules`').toBe(rulesGuide());
});
