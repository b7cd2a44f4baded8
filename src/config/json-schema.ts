import { z } from 'zod';
import { configSchema } from './schema.js';

/** A JSON Schema, as far as it is walked. */
export interface JsonSchema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** The JSON Schema (draft 7, which editors know best) of `authctl.yaml`, a description at each key. */
export function configJsonSchema(): JsonSchema & { readonly $schema?: string } {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'authctl.yaml', ...schema } as JsonSchema & { readonly $schema?: string };
}
