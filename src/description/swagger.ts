import type { DescribedBody } from './description.js';
import { exampleAt } from './examples.js';
import { type DescriptionReader, isRecord, isText, type Located } from './reader.js';
import type { DescribedServer } from './server.js';

/** Whether a document is one of Swagger 2.0, whatever type its version has. */
export function isSwagger(reader: DescriptionReader): boolean {
  const version = reader.document.spellingAt(['swagger']) ?? String(reader.valueAt(['swagger']) ?? '');
  return /^2(\.0)?$/.test(version);
}

/** `schemes`, `host` and `basePath` of a Swagger document. */
export function swaggerServer(reader: DescriptionReader): DescribedServer {
  const [host, basePath] = [reader.valueAt(['host']), reader.valueAt(['basePath'])];
  const schemes = reader.valueAt(['schemes']);
  const scheme = Array.isArray(schemes) && isText(schemes[0]) ? schemes[0] : 'https';
  const origin = isText(host) && /^https?$/.test(scheme) ? `${scheme}://${host}` : undefined;
  return {
    basePath: isText(basePath) ? basePath.replace(/\/+$/, '') : '',
    origin: origin !== undefined && URL.canParse(origin) ? new URL(origin).origin : undefined,
  };
}

/** The body that parameters of Swagger 2 make: one `in: body`, or the fields of a form. */
export function swaggerBody(
  root: DescriptionReader,
  operation: Located,
  parameters: readonly Located[],
): DescribedBody | undefined {
  const whole = parameters.find(({ value }) => value.in === 'body');
  if (whole) {
    const schema = whole.in.object([...whole.path, 'schema']);
    const properties = schema?.value.properties;
    return {
      mediaType: consumed(root, operation) ?? 'application/json',
      required: whole.value.required === true,
      properties: isRecord(properties) ? Object.keys(properties) : [],
      example: exampleAt(whole.in, whole.path),
    };
  }
  const fields = parameters.filter(({ value }) => value.in === 'formData');
  if (fields.length === 0) return undefined;
  const examples = fields.map(({ value }) => [String(value.name), fieldExample(value)] as const);
  const needed = examples.filter((_, index) => fields[index]?.value.required === true);
  const given = examples.filter(([, example]) => example !== undefined);
  return {
    mediaType: 'application/x-www-form-urlencoded',
    required: needed.length > 0,
    properties: examples.map(([name]) => name),
    example: needed.every(([, example]) => example !== undefined) ? Object.fromEntries(given) : undefined,
  };
}

function consumed(root: DescriptionReader, operation: Located): string | undefined {
  const types = operation.value.consumes ?? root.valueAt(['consumes']);
  return Array.isArray(types) ? types.find(isText) : undefined;
}

/** What a parameter that is no schema gives as an example of itself. */
export function fieldExample(value: Readonly<Record<string, unknown>>): unknown {
  const { 'x-example': example, default: preset, enum: choices } = value;
  return example ?? preset ?? (Array.isArray(choices) ? choices[0] : undefined);
}
