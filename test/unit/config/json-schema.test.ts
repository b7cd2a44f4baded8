import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configJsonSchema, type JsonSchema } from '../../../src/config/json-schema.js';

test('the published schema is what the code says (npm run schema writes it)', () => {
  expect(JSON.parse(readFileSync('schema/authctl-1.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

test('every key has a description', () => {
  const lacking = (schema: JsonSchema, path: string): readonly string[] => {
    const own = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => [
      ...(each.description ? [] : [`${path}.${name}`]),
      ...lacking(each, `${path}.${name}`),
    ]);
    const each = schema.additionalProperties;
    return [...own, ...(typeof each === 'object' ? lacking(each, `${path}[]`) : [])];
  };
  const schema = configJsonSchema();
  expect(Object.keys(schema.properties ?? {}).length).toBeGreaterThan(5);
  expect(lacking(schema, '')).toEqual([]);
});
