import type { Path } from '../document/source-document.js';
import { type DescriptionReader, isRecord } from './reader.js';

/** How deep `allOf`, `anyOf` and `oneOf` are searched for an example. */
const DEEPEST_SCHEMA = 5;

/**
 * The first example that a parameter or media type object gives: its own `example` or `examples`, else its schema's
 * `example`, `examples`, `const`, `default` or first `enum` value. Undefined where there is none.
 */
export function exampleAt(reader: DescriptionReader, path: Path): unknown {
  const own = reader.object(path);
  if (!own) return undefined;
  if (own.value.example !== undefined) return own.value.example;
  const named = own.value.examples;
  if (isRecord(named)) {
    for (const name of Object.keys(named)) {
      const example = own.in.object([...own.path, 'examples', name])?.value.value;
      if (example !== undefined) return example;
    }
  }
  return schemaExampleAt(own.in, [...own.path, 'schema'], DEEPEST_SCHEMA);
}

function schemaExampleAt(reader: DescriptionReader, path: Path, depth: number): unknown {
  const schema = reader.object(path);
  if (!schema || depth === 0) return undefined;
  const { example, examples, const: constant, default: preset, enum: choices } = schema.value;
  const given = [example, firstOf(examples), constant, preset, firstOf(choices)].find(
    (value) => value !== undefined,
  );
  if (given !== undefined) return given;
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const parts = schema.value[keyword];
    if (!Array.isArray(parts)) continue;
    for (const index of parts.keys()) {
      const found = schemaExampleAt(schema.in, [...schema.path, keyword, index], depth - 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

/** An example as it goes into a path, a query or a header: a list as its items with commas between; no objects. */
export function exampleText(example: unknown): string | undefined {
  if (Array.isArray(example)) {
    const items = example.map(exampleText);
    return items.length > 0 && items.every((item) => item !== undefined) ? items.join(',') : undefined;
  }
  const isPlain = ['string', 'number', 'boolean'].includes(typeof example);
  return isPlain && example !== '' ? String(example) : undefined;
}
