import type { Path } from '../document/source-document.js';
import type { DescribedBody, DescribedParameter, Operation } from './description.js';
import { exampleAt, exampleText } from './examples.js';
import { templateNames } from './path-template.js';
import { type DescriptionReader, isRecord, isText, type Located } from './reader.js';
import { accessOf } from './security.js';
import { fieldExample, isSwagger, swaggerBody } from './swagger.js';

/** The members of a path item that are operations (OpenAPI 3.1 section 4.8.9). */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export interface OperationContext {
  readonly speaksOfSecurity: boolean;
  /** The document's file name, for `source`. */
  readonly fileName: string;
}

/** The operations of one path item, in the order of the document. */
export function operationsOf(
  reader: DescriptionReader,
  path: string,
  context: OperationContext,
): readonly Operation[] {
  const item = reader.object(['paths', path]);
  if (!item) return [];
  const methods = Object.keys(item.value).filter((key) => (METHODS as readonly string[]).includes(key));
  return methods.flatMap((method) => {
    const operation = reader.object([...item.path, method]);
    if (!operation) {
      reader.warn([...item.path, method], `expected an operation under ${method} ${path}`);
      return [];
    }
    return readOperation(reader, { method: method.toUpperCase(), path }, item, operation, context);
  });
}

function readOperation(
  reader: DescriptionReader,
  route: { readonly method: string; readonly path: string },
  item: Located,
  operation: Located,
  context: OperationContext,
): Operation {
  const { operationId, summary, tags } = operation.value;
  const at = reader.document.keyAt(operation.path);
  return {
    ...route,
    operationId: isText(operationId) ? operationId : undefined,
    summary: isText(summary) ? summary : undefined,
    tags: Array.isArray(tags) ? tags.filter(isText) : [],
    parameters: parametersOf(reader, route.path, [item.path, operation.path]),
    body: bodyOf(reader, operation.path) ?? swaggerBodyOf(reader, [item.path, operation.path]),
    access: accessOf(reader, operation.path, context),
    source: `${context.fileName}:${at.line}`,
    at,
  };
}

/** The parameters of a path item and its operation, where the later replaces the earlier of the same name and place. */
function parametersOf(
  reader: DescriptionReader,
  path: string,
  owners: readonly Path[],
): readonly DescribedParameter[] {
  const described = owners
    .flatMap((owner) => reader.objects([...owner, 'parameters']))
    .flatMap((parameter) => parameterOf(reader, parameter) ?? []);
  const templated = templateNames(path).map(
    (name): DescribedParameter => ({ name, in: 'path', required: true, example: undefined }),
  );
  const byPlace = new Map([...templated, ...described].map((each) => [`${each.in} ${each.name}`, each]));
  return [...byPlace.values()].filter(
    (each) => each.in !== 'path' || templateNames(path).includes(each.name),
  );
}

/** Undefined for a cookie and for what is no parameter. */
function parameterOf(reader: DescriptionReader, { value, path }: Located): DescribedParameter | undefined {
  const { name, in: place, required } = value;
  if (!isText(name) || (place !== 'path' && place !== 'query' && place !== 'header')) return undefined;
  const example = exampleAt(reader, path) ?? exampleOfContent(reader, path) ?? fieldExample(value);
  return { name, in: place, required: place === 'path' || required === true, example: exampleText(example) };
}

function exampleOfContent(reader: DescriptionReader, owner: Path): unknown {
  const mediaType = firstKey(reader.valueAt([...owner, 'content']));
  return mediaType === undefined ? undefined : exampleAt(reader, [...owner, 'content', mediaType]);
}

const swaggerBodyOf = (reader: DescriptionReader, owners: readonly Path[]): DescribedBody | undefined =>
  isSwagger(reader)
    ? swaggerBody(
        reader,
        owners.at(-1) ?? [],
        owners.flatMap((owner) => reader.objects([...owner, 'parameters'])),
      )
    : undefined;

function bodyOf(reader: DescriptionReader, operation: Path): DescribedBody | undefined {
  if (reader.valueAt([...operation, 'requestBody']) === undefined) return undefined;
  const body = reader.object([...operation, 'requestBody']);
  if (!body) return undefined;
  const mediaType = firstKey(body.value.content);
  if (mediaType === undefined) return undefined;
  const content = reader.object([...body.path, 'content', mediaType]);
  return {
    mediaType,
    required: body.value.required === true,
    properties: content ? propertiesOf(reader, [...content.path, 'schema'], 5) : [],
    example: content ? exampleAt(reader, content.path) : undefined,
  };
}

function propertiesOf(reader: DescriptionReader, schemaPath: Path, depth: number): readonly string[] {
  const schema = reader.object(schemaPath);
  if (!schema || depth === 0) return [];
  const own = isRecord(schema.value.properties) ? Object.keys(schema.value.properties) : [];
  const parts = Array.isArray(schema.value.allOf) ? schema.value.allOf : [];
  const inherited = parts.flatMap((_, at) => propertiesOf(reader, [...schema.path, 'allOf', at], depth - 1));
  return [...new Set([...inherited, ...own])];
}

const firstKey = (value: unknown): string | undefined =>
  isRecord(value) ? Object.keys(value)[0] : undefined;
