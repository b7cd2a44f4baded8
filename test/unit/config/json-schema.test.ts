import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configJsonSchema, type JsonSchema } from '../../../src/config/json-schema.js';
import { serverConfigJsonSchema } from '../../../src/server/config/json-schema.js';

describe.for([
  { file: 'schema/authctl-1.json', schema: configJsonSchema() },
  { file: 'schema/authctl-server-1.json', schema: serverConfigJsonSchema() },
])('$file', ({ file, schema }) => {
  test('is what the code says (npm run schema writes it)', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test('has a description of every key', () => {
    const lacking = (part: JsonSchema, path: string): readonly string[] => {
      const own = Object.entries(part.properties ?? {}).flatMap(([name, each]) => [
        ...(each.description ? [] : [`${path}.${name}`]),
        ...lacking(each, `${path}.${name}`),
      ]);
      const each = part.additionalProperties;
      return [...own, ...(typeof each === 'object' ? lacking(each, `${path}[]`) : [])];
    };
    expect(Object.keys(schema.properties ?? {}).length).toBeGreaterThan(5);
    expect(lacking(schema, '')).toEqual([]);
  });
});
