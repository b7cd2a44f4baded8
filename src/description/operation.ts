import type { Path } from '../document/source-document.js';
import type { DescribedBody, DescribedParameter, Operation } from './description.js';
import { exampleAt, exampleText } from './examples.js';
import { fileNameOf } from './file-name.js';
import { templateNames } from './path-template.js';
import { type DescriptionReader, isRecord, isText, type Located } from './reader.js';
import { accessOf } from './security.js';
import { fieldExample, isSwagger, swaggerBody } from './swagger.js';

/** The members of a path item that are operations (OpenAPI 3.2 section 4.9). */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const;

/** A method of `additionalOperations`: written as it is sent. */
const METHOD = /^[A-Z][A-Z0-9-]*$/;

export interface OperationContext {
  /** Of the document that the description begins with. */
  readonly root: DescriptionReader;
  readonly speaksOfSecurity: boolean;
}

/** The operations of one path item, in the order of the document. */
export function operationsOf(path: string, context: OperationContext): readonly Operation[] {
  const item = context.root.object(['paths', path]);
  if (!item) return [];
  const usual = Object.keys(item.value).filter((key) => (METHODS as readonly string[]).includes(key));
  return [
    ...usual.map((key) => ({ method: key.toUpperCase(), at: [...item.path, key] })),
    ...additionalMethods(item),
  ].flatMap(({ method, at }) => {
    const operation = item.in.object(at);
    if (operation) return [readOperation({ method, path }, item, operation, context)];
    if (!isReference(item.in.valueAt(at))) item.in.warn(at, `expected an operation under ${method} ${path}`);
    return [];
  });
}

const isReference = (value: unknown): boolean => isRecord(value) && isText(value.$ref);

/** Methods that have no member of their own (OpenAPI 3.2 section 4.9.1). */
function additionalMethods(item: Located): readonly { readonly method: string; readonly at: Path }[] {
  const { additionalOperations } = item.value;
  if (!isRecord(additionalOperations)) return [];
  return Object.keys(additionalOperations).flatMap((method) => {
    const at = [...item.path, 'additionalOperations', method];
    if (METHOD.test(method)) return [{ method, at }];
    item.in.warn(at, `'${method}' is no method`, 'write it in capitals, as it is sent');
    return [];
  });
}

function readOperation(
  route: { readonly method: string; readonly path: string },
  item: Located,
  operation: Located,
  context: OperationContext,
): Operation {
  const { operationId, summary, tags } = operation.value;
  const at = operation.in.document.keyAt(operation.path);
  return {
    ...route,
    operationId: isText(operationId) ? operationId : undefined,
    summary: isText(summary) ? summary : undefined,
    tags: Array.isArray(tags) ? tags.filter(isText) : [],
    parameters: parametersOf(route.path, [item, operation]),
    body: bodyOf(operation) ?? swaggerBodyOf(context.root, item, operation),
    access: accessOf(operation, context),
    source: `${fileNameOf(operation.in.location)}:${at.line}`,
    at,
  };
}

/** The parameters of a path item and its operation, where the later replaces the earlier of the same name and place. */
function parametersOf(path: string, owners: readonly Located[]): readonly DescribedParameter[] {
  const described = owners
    .flatMap((owner) => owner.in.objects([...owner.path, 'parameters']))
    .flatMap((parameter) => parameterOf(parameter) ?? []);
  const templated = templateNames(path).map(
    (name): DescribedParameter => ({ name, in: 'path', required: true, example: undefined }),
  );
  const byPlace = new Map([...templated, ...described].map((each) => [`${each.in} ${each.name}`, each]));
  return [...byPlace.values()].filter(
    (each) => each.in !== 'path' || templateNames(path).includes(each.name),
  );
}

/** Undefined for a cookie and for what is no parameter. */
function parameterOf({ in: reader, value, path }: Located): DescribedParameter | undefined {
  const { name, in: place, required } = value;
  if (place === 'querystring' && required === true) {
    reader.warn(
      path,
      'a parameter that is the whole query string is not read',
      'give it under `query:` of the route in authctl.yaml',
    );
  }
  if (!isText(name) || (place !== 'path' && place !== 'query' && place !== 'header')) return undefined;
  const example = exampleAt(reader, path) ?? exampleOfContent(reader, path) ?? fieldExample(value);
  return { name, in: place, required: place === 'path' || required === true, example: exampleText(example) };
}

function exampleOfContent(reader: DescriptionReader, owner: Path): unknown {
  const mediaType = firstKey(reader.valueAt([...owner, 'content']));
  return mediaType === undefined ? undefined : exampleAt(reader, [...owner, 'content', mediaType]);
}

const swaggerBodyOf = (
  root: DescriptionReader,
  item: Located,
  operation: Located,
): DescribedBody | undefined =>
  isSwagger(root)
    ? swaggerBody(
        root,
        operation,
        [item, operation].flatMap((owner) => owner.in.objects([...owner.path, 'parameters'])),
      )
    : undefined;

function bodyOf(operation: Located): DescribedBody | undefined {
  if (operation.value.requestBody === undefined) return undefined;
  const body = operation.in.object([...operation.path, 'requestBody']);
  if (!body) return undefined;
  const mediaType = firstKey(body.value.content);
  if (mediaType === undefined) return undefined;
  const content = body.in.object([...body.path, 'content', mediaType]);
  return {
    mediaType,
    required: body.value.required === true,
    properties: content ? propertiesOf(content.in, [...content.path, 'schema'], 5) : [],
    example: content ? exampleAt(content.in, content.path) : undefined,
  };
}

function propertiesOf(reader: DescriptionReader, schemaPath: Path, depth: number): readonly string[] {
  const schema = reader.object(schemaPath);
  if (!schema || depth === 0) return [];
  const own = isRecord(schema.value.properties) ? Object.keys(schema.value.properties) : [];
  const parts = Array.isArray(schema.value.allOf) ? schema.value.allOf : [];
  const inherited = parts.flatMap((_, at) =>
    propertiesOf(schema.in, [...schema.path, 'allOf', at], depth - 1),
  );
  return [...new Set([...inherited, ...own])];
}

const firstKey = (value: unknown): string | undefined =>
  isRecord(value) ? Object.keys(value)[0] : undefined;
