import { z } from 'zod';
import { configSchema } from './schema.js';

/** A JSON Schema, as far as it is walked. */
export interface JsonSchema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** A JSON Schema (draft 7, which editors know best) of a configuration file, a description at each key. */
export function jsonSchemaOf(schema: z.ZodObject, title: string): JsonSchema & { readonly $schema?: string } {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { $schema, title, ...rest } as JsonSchema & { readonly $schema?: string };
}

/** The JSON Schema of `authctl.yaml`. */
export const configJsonSchema = () => jsonSchemaOf(configSchema, 'authctl.yaml');
